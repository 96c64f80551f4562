package waxwing.server.controls;

import java.time.InstantSource;
import java.util.Collection;
import java.util.OptionalLong;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;
import waxwing.server.sql.Remembered;
import waxwing.store.Database;

/// People's controls: exact, and but for the first time from memory. A change is durable and holds for the next
/// send when its method returns.
public final class Controls implements AutoCloseable {
    private static final int REMEMBERED = 200_000;

    private final ControlsStore store;
    private final InstantSource clock;
    private final Remembered<AccountId, PersonControls> remembered;
    private final Conversations conversations;

    public Controls(Database database, InstantSource clock) {
        this.store = new SqlControlsStore(database);
        this.clock = clock;
        this.remembered = new Remembered<>(REMEMBERED, store::find);
        this.conversations = new Conversations(store);
    }

    public PersonControls of(AccountId person) {
        return remembered.get(person);
    }

    /// Whether [#of] need not wait for the disk.
    public boolean isAtHand(AccountId person) {
        return remembered.has(person);
    }

    public OptionalLong lastMessageAt(AccountId person, AccountId business) {
        return conversations.lastMessageAt(person, business);
    }

    /// The person wrote to the business.
    public void wrote(AccountId person, AccountId business, long atMillis) {
        conversations.wrote(person, business, atMillis);
    }

    void set(AccountId person, AccountId business, Collection<MessageKind> kinds, Setting setting) {
        store.set(person, business, kinds, setting);
        remembered.forget(person);
    }

    void block(AccountId person, AccountId other) {
        Block block = new Block(clock.millis(), of(person).toward(other), lastMessageAt(person, other));
        store.block(person, other, block);
        remembered.forget(person);
    }

    void unblock(AccountId person, AccountId other) {
        store.unblock(person, other);
        remembered.forget(person);
    }

    /// Writes what is still on its way to the disk.
    @Override
    public void close() {
        conversations.close();
    }
}
