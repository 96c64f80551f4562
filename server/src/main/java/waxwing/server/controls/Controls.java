package waxwing.server.controls;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.MessageKind;
import waxwing.model.SubmitId;
import waxwing.server.sql.Remembered;
import waxwing.store.Database;

/// People's controls: exact, and but for the first time from memory. A change is durable and holds for the next
/// send when its method returns.
public final class Controls implements AutoCloseable {
    private static final int REMEMBERED = 200_000;

    private final Database database;
    private final ControlsStore store;
    private final InstantSource clock;
    private final Remembered<AccountId, PersonControls> remembered;
    private final Conversations conversations;
    private final Offers offers;
    private volatile BlockListener blockListener = BlockListener.NONE;

    public Controls(Database database, InstantSource clock) {
        this.database = database;
        this.store = new SqlControlsStore(database);
        this.clock = clock;
        this.remembered = new Remembered<>(REMEMBERED, store::find);
        this.conversations = new Conversations(store);
        this.offers = new Offers(database, clock);
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

    /// The business's offers of the last seven days. From the disk.
    public Offers.Tally offers(AccountId person, AccountId business) {
        return offers.of(person, business);
    }

    /// Counts an offer that is let through.
    ///
    /// @param before what it was decided upon
    /// @return false if another was counted since, so that it has to be decided about anew
    public boolean countOffer(Offers.Tally before, SubmitId submit) {
        return offers.count(before, submit);
    }

    /// What a person chooses for a business, and how.
    ///
    /// @param device on which they do
    record Choosing(Setting setting, Choice.Means means, DeviceId device) {}

    void set(AccountId person, AccountId business, Collection<MessageKind> kinds, Choosing how) {
        long now = clock.millis();
        store.set(
                person,
                business,
                kinds.stream()
                        .map(kind -> new Choice(kind, how.setting(), now, how.means(), how.device()))
                        .toList());
        remembered.forget(person);
    }

    /// The newest first.
    List<Choice> choices(AccountId person, AccountId business) {
        return store.choices(person, business);
    }

    /// @return what holds now
    General change(AccountId person, UnaryOperator<General> change) {
        General changed = database.inTransaction(_ -> {
            General after = change.apply(store.find(person).general());
            store.set(person, after);
            return after;
        });
        remembered.forget(person);
        return changed;
    }

    /// Calls the listener at each block from now on; there is one.
    public void onBlock(BlockListener listener) {
        this.blockListener = listener;
    }

    void block(AccountId person, AccountId other) {
        Block block = new Block(clock.millis(), of(person).toward(other), lastMessageAt(person, other));
        boolean isNew = database.inRetriedTransaction(_ -> {
            boolean stored = store.block(person, other, block);
            if (stored) {
                blockListener.blocking(person, other, block.blockedAtMillis());
            }
            return stored;
        });
        remembered.forget(person);
        if (isNew) {
            // Here and not in the next call of whoever is blocked.
            PersonControls _ = of(person);
            blockListener.blocked(person, other);
        }
    }

    void unblock(AccountId person, AccountId other) {
        Optional<Block> before = of(person).blockOf(other);
        store.unblock(person, other);
        remembered.forget(person);
        before.ifPresent(block -> blockListener.unblocked(person, other, block.blockedAtMillis()));
    }

    /// Forgets what counts no more. To be called about once a day.
    public void forgetOld() {
        offers.forgetOld();
    }

    /// Writes what is still on its way to the disk.
    @Override
    public void close() {
        conversations.close();
    }
}
