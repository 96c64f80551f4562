package waxwing.server.controls;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import waxwing.model.AccountId;

/// Where people's controls are kept. Durable when a method returns.
interface ControlsStore {
    PersonControls find(AccountId person);

    /// Sets each of the choices, which name different kinds, and keeps them as evidence.
    void set(AccountId person, AccountId business, Collection<Choice> choices);

    void set(AccountId person, General general);

    /// The newest first.
    List<Choice> choices(AccountId person, AccountId business);

    /// Without effect if the account is blocked already: what was frozen stays.
    ///
    /// @return whether it was not
    boolean block(AccountId person, AccountId other, Block block);

    void unblock(AccountId person, AccountId other);

    OptionalLong lastMessageAt(AccountId person, AccountId business);

    void putLastMessageAt(AccountId person, AccountId business, long atMillis);
}
