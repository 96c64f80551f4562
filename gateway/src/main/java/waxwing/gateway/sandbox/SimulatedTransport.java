package waxwing.gateway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import waxwing.client.business.DescriptionChange;
import waxwing.client.content.Askable;
import waxwing.client.content.ContentPolicy;
import waxwing.client.content.VerifiedDomains;
import waxwing.client.messages.Backlog;
import waxwing.client.messages.Changes;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.client.registration.BusinessProfile;
import waxwing.content.v1.Body;
import waxwing.gateway.conversation.Windows;
import waxwing.gateway.message.Transport;
import waxwing.gateway.sandbox.Happening.What;
import waxwing.gateway.sandbox.SqlSandboxStore.Carried;
import waxwing.model.AccountId;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;
import waxwing.model.Uuids;

/// Gives each message to the [SimulatedPerson] of its number, and tells what they do about it when the sandbox's
/// clock says so.
public final class SimulatedTransport implements Transport {
    private static final PhoneNumber OWN_NUMBER = PhoneNumber.ofE164("+12025550199");

    private final SqlSandboxStore store;
    private final SandboxClock clock;
    private final RandomGenerator random;
    private final SimulatedIdentity identity;
    private final Changes changes = new Changes();
    private final Changes standing = new Changes();

    public SimulatedTransport(SqlSandboxStore store, SandboxClock clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.identity = new SimulatedIdentity(store, clock);
    }

    @Override
    public AccountId id() {
        return store.business();
    }

    @Override
    public PhoneNumber number() {
        return OWN_NUMBER;
    }

    @Override
    public Optional<String> name() {
        return Optional.of(SimulatedIdentity.NAME);
    }

    @Override
    public Optional<RelayLink> relay() {
        return Optional.empty();
    }

    @Override
    public BusinessProfile profile() {
        return identity.profile();
    }

    @Override
    public VerifiedDomains domains() {
        return identity.domains();
    }

    @Override
    public VerifiedDomains askDomains() {
        return identity.askDomains();
    }

    @Override
    public DescriptionChange.Outcome describe(DescriptionChange change) {
        return identity.describe(change);
    }

    /// Nobody decides about a sandbox.
    @Override
    public Changes standingChanges() {
        return standing;
    }

    @Override
    public void connect() {
        // There is nothing between it and its people.
    }

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public <T> T together(Supplier<T> work) {
        T done = store.together(work);
        changes.ring();
        return done;
    }

    @Override
    public void prepare(MessageId id, MessageBody body) {
        // Nobody checks a signature here.
    }

    @Override
    public void send(MessageId id, PhoneNumber to, MessageBody body, Instant expires) {
        together(() -> {
            if (!has(id)) {
                store.carry(id, new Carried(to, body.toContent()));
                react(id, to, body, expires);
            }
            return id;
        });
    }

    /// What would happen when the message is over does not.
    private void react(MessageId id, PhoneNumber to, MessageBody body, Instant expires) {
        Instant now = clock.instant();
        boolean windowOpen = store.lastSaid(to)
                .filter(said -> now.isBefore(said.plus(Windows.LENGTH)))
                .isPresent();
        for (Deed.Timed timed : SimulatedPerson.of(to).reactTo(body.kind(), windowOpen)) {
            Instant due = now.plus(timed.after());
            if (due.isBefore(expires)) {
                what(id, body, timed.deed()).ifPresent(what -> store.plan(new Happening(due, to, what)));
            }
        }
    }

    private Optional<What> what(MessageId id, MessageBody body, Deed deed) {
        return switch (deed) {
            case Deed.Moves(var to, var reason) -> Optional.of(new What.Moved(id, to, reason));
            case Deed.Says(String text) ->
                Optional.of(new What.Said(newId(), new MessageBody.Text(text, Optional.of(id))));
            case Deed.Asks(var type, String text) -> {
                var action = MessageBody.CardAction.about(id, body, type, text);
                yield ContentPolicy.check(action.action(), body.toContent()).isEmpty()
                        ? Optional.of(new What.Said(newId(), action))
                        : Optional.empty();
            }
        };
    }

    /// Somebody says something, now.
    ///
    /// @return its id
    MessageId say(PhoneNumber from, MessageBody body) {
        MessageId id = newId();
        store.plan(new Happening(clock.instant(), from, new What.Said(id, body)));
        changes.ring();
        return id;
    }

    /// What a person was sent under this id.
    Optional<Body> sentTo(PhoneNumber person, MessageId id) {
        return store.carried(id).filter(message -> message.to().equals(person)).map(Carried::body);
    }

    @Override
    public boolean has(MessageId id) {
        return store.carried(id).isPresent();
    }

    /// It passes everything on at once.
    @Override
    public Backlog backlog() {
        return Backlog.NONE;
    }

    /// A simulated person has at once what was sent to them.
    @Override
    public boolean withdraw(MessageId id) {
        return false;
    }

    @Override
    public List<Event> awaitAfter(long cursor, int max, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            long seen = changes.version();
            List<Event> events = store.happened(cursor, clock.instant(), max);
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (!events.isEmpty() || !left.isPositive()) {
                return events;
            }
            boolean _ = changes.awaitAfter(seen, untilNext(left));
        }
    }

    private Duration untilNext(Duration left) {
        return nextDue()
                .map(due -> Duration.between(clock.instant(), due).plusMillis(1))
                .filter(until -> until.compareTo(left) < 0)
                .orElse(left);
    }

    /// When the next thing happens; empty if nothing is planned.
    Optional<Instant> nextDue() {
        return store.nextDue();
    }

    /// The end of the log of what has happened.
    long lastPosition() {
        return store.lastPosition();
    }

    /// Says that the clock was moved.
    void timeMoved() {
        changes.ring();
    }

    private MessageId newId() {
        return new MessageId(Uuids.version7(clock, random));
    }

    @Override
    public Map<MessageId, Instant> forget(Collection<MessageId> ids, Instant time) {
        Map<MessageId, Instant> stays = new HashMap<>();
        ids.forEach(id -> store.carried(id)
                .flatMap(message -> Askable.until(message.body()))
                .filter(until -> until.isAfter(time))
                .ifPresent(until -> stays.put(id, until)));
        store.forget(ids.stream().filter(id -> !stays.containsKey(id)).toList());
        return stays;
    }

    /// It keeps nothing that has happened.
    @Override
    public void forgetOld(long cursor, Instant time) {
        // Nothing is old.
    }

    @Override
    public void close() {
        changes.ring();
    }
}
