package waxwing.server.controls;

import java.util.Collection;
import java.util.OptionalLong;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;

/// Where people's controls are kept. Durable when a method returns.
interface ControlsStore {
    PersonControls find(AccountId person);

    void set(AccountId person, AccountId business, Collection<MessageKind> kinds, Setting setting);

    /// Without effect if the account is blocked already: what was frozen stays.
    void block(AccountId person, AccountId other, Block block);

    void unblock(AccountId person, AccountId other);

    OptionalLong lastMessageAt(AccountId person, AccountId business);

    void putLastMessageAt(AccountId person, AccountId business, long atMillis);
}
