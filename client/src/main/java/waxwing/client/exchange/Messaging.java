package waxwing.client.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import waxwing.client.business.OwnCertificate;
import waxwing.client.messages.Backlog;
import waxwing.client.messages.Changes;
import waxwing.client.messages.Events;
import waxwing.client.messages.History;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.SendOutcome;
import waxwing.client.messages.SqlEvents;
import waxwing.client.messages.SqlMessages;
import waxwing.client.messages.StateReason;
import waxwing.client.messages.StoredMessage;
import waxwing.client.messages.Strangers;
import waxwing.client.people.ContactStore;
import waxwing.client.people.Controls;
import waxwing.client.people.SqlOwnRules;
import waxwing.client.profile.Profile;
import waxwing.client.registration.AccountStore;
import waxwing.client.relay.CertificateCheck;
import waxwing.client.relay.RelayConnection;
import waxwing.client.relay.RelayFailureException;
import waxwing.client.relay.RelayFailureException.Reason;
import waxwing.client.report.RelayedReports;
import waxwing.client.report.Reports;
import waxwing.client.report.SqlEvidence;
import waxwing.model.MessageId;
import waxwing.store.Database;

/// All of an end's traffic: what leaves, what arrives, and the stream that carries both. Puts the parts of this
/// package together.
public final class Messaging implements AutoCloseable {
    /// A relay that restarts refuses a few connections; only then is it called unreachable.
    private static final int FAILURES_THAT_COUNT = 3;

    private static final int FORGOTTEN_AT_ONCE = 200;

    private final Own own;
    private final Stores stores;
    private final GroupCommit commits;
    private final ReceiptSigning signing;
    private final Outbox outbox;
    private final Exchange exchange;
    private final Link link;
    private final Reports reports;
    private final Changes changes = new Changes();
    private boolean connecting;

    public Messaging(
            Profile profile,
            AccountStore.Stored stored,
            ContactStore contacts,
            OwnCertificate certificate,
            Rules rules,
            RelayConnection relay) {
        Database database = profile.database();
        this.own = new Own(stored.account(), profile);
        this.link = new Link(changes);
        this.commits = new GroupCommit(database);
        SqlMessages messages = new SqlMessages(database);
        SqlEvents events = new SqlEvents(
                database,
                own.clock(),
                changes,
                own.isBusiness() ? SqlEvents.Telling.NOBODY : SqlEvents.Telling.BY_THE_RULES,
                rules.own(),
                this::wakeAll);
        SqlOutbox waiting = new SqlOutbox(database);
        this.stores = new Stores(
                contacts,
                messages,
                events,
                waiting,
                new SqlPeers(database),
                new SqlStrangers(
                        database,
                        own.clock(),
                        rules.own(),
                        new SqlStrangers.Around(contacts, messages, events, waiting, this::accepted)),
                new SqlEvidence(database),
                new SqlForgetting(database));
        this.reports = new RelayedReports(relay, stores.evidence());
        this.signing = new ReceiptSigning(own, certificate, stored.relayKey());
        this.outbox = new Outbox(own, stores, commits, relay, signing, changes);
        this.exchange = new Exchange(
                relay,
                new Inbox(own, stores, new CertificateCheck(stored.relayKey())),
                commits,
                new Exchange.Around(
                        outbox,
                        new KeyUpkeep(own, certificate, commits, relay),
                        new RulesUpkeep(own, rules.own(), rules.controls()),
                        link,
                        changes),
                new Backoff(own.random()));
    }

    /// Of the person's controls, those that this end follows itself, and where it learns of them.
    public record Rules(SqlOwnRules own, Controls controls) {}

    /// Takes up everything that waits to be sent.
    public void wakeAll() {
        commits.call(() -> stores.outbox().waiting()).forEach(outbox::wake);
    }

    /// @see waxwing.client.Client#connect
    public synchronized void connect() {
        if (!connecting) {
            connecting = true;
            stores.strangers().admitKnown();
            exchange.start();
            outbox.start();
        }
    }

    public boolean connected() {
        return link.isOpen();
    }

    /// @see waxwing.client.Client#connect(Duration)
    public boolean awaitGreeting(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long version = changes.version();
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            boolean decided = link.isOpen() || link.failure().isPresent();
            if (decided || left.isNegative() || !changes.awaitAfter(version, left)) {
                return link.isOpen();
            }
        }
    }

    /// @see waxwing.client.Client#standingChanges
    public Changes standingChanges() {
        return link.standing();
    }

    public Optional<RelayFailureException> lastFailure() {
        return link.failure();
    }

    public MessageId newMessageId() {
        return own.newMessageId();
    }

    /// @see waxwing.client.Client#prepare
    public void prepare(MessageId id, MessageBody body) {
        signing.signAhead(id, body.toContent());
    }

    /// @see waxwing.client.Client#send(MessageId, Recipient, MessageBody, Instant)
    public QueuedMessage send(MessageId id, Recipient to, MessageBody body, Optional<Instant> expires) {
        return outbox.queue(id, to, body, expires);
    }

    /// @see waxwing.client.Client#withdraw
    public boolean withdraw(MessageId id) {
        return outbox.withdraw(id);
    }

    /// @see waxwing.client.Client#backlog
    public Backlog backlog() {
        return outbox.backlog();
    }

    /// @see waxwing.client.Client#await
    public SendOutcome await(MessageId id, MessageState atLeast, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long version = changes.version();
            StoredMessage message = stores.messages()
                    .sent(id)
                    .orElseThrow(
                            () -> new IllegalArgumentException("message id: " + id + " (expected: an own message)"));
            Optional<SendOutcome> outcome = outcome(message, atLeast);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.isNegative() || !changes.awaitAfter(version, left)) {
                return new SendOutcome.TimedOut(message);
            }
        }
    }

    private Optional<SendOutcome> outcome(StoredMessage message, MessageState atLeast) {
        if (message.state().hasReached(atLeast)) {
            return Optional.of(new SendOutcome.Reached(message));
        }
        if (message.state().isFinal()) {
            return Optional.of(
                    message.progress().reason().equals(Optional.of(StateReason.IDENTITY_CHANGED))
                            ? new SendOutcome.IdentityChanged(message)
                            : new SendOutcome.Failed(message));
        }
        if (message.state().hasReached(MessageState.ACCEPTED)) {
            return Optional.empty();
        }
        return outbox.courier(message.with().id())
                .flatMap(Courier::askedToWait)
                .<SendOutcome>map(pause -> new SendOutcome.RateLimited(message, pause))
                .or(() -> unavailable().map(failure -> new SendOutcome.RelayUnavailable(message, failure)));
    }

    /// Why the relay counts as not usable, if it does.
    public Optional<RelayFailureException> unavailable() {
        return link.failure()
                .filter(failure -> failure.reason() == Reason.WRONG_KEY
                        || failure.reason() == Reason.DEVICE_REVOKED
                        || link.failuresInARow() >= FAILURES_THAT_COUNT);
    }

    /// Waits until all that waited at the relay is here and nothing is on its way any more, the relay counts as
    /// not usable, or the time is over.
    ///
    /// @return whether it is so
    public boolean awaitQuiet(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long version = changes.version();
            if (link.isCaughtUp() && outbox.isIdle()) {
                return true;
            }
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (unavailable().isPresent() || left.isNegative() || !changes.awaitAfter(version, left)) {
                return false;
            }
        }
    }

    public Events events() {
        return stores.events();
    }

    public Strangers strangers() {
        return stores.strangers();
    }

    /// @see waxwing.client.Client#forget
    public Map<MessageId, Instant> forget(Collection<MessageId> ids, Instant time) {
        requireBusiness();
        return stores.forgetting().sent(ids, time);
    }

    /// @see waxwing.client.Client#forgetOld
    public void forgetOld(long upTo, Instant time) {
        requireBusiness();
        while (!Thread.currentThread().isInterrupted()
                && stores.forgetting().events(upTo, time, FORGOTTEN_AT_ONCE) > 0) {
            // There may be more.
        }
        stores.forgetTraffic(own.now());
        own.profile().database().inTransaction(_ -> {
            stores.purge(own.now());
            return stores;
        });
    }

    private void requireBusiness() {
        if (!own.isBusiness()) {
            throw new IllegalStateException("a person's history is forgotten (expected: a business's)");
        }
    }

    private void accepted() {
        changes.ring();
        wakeAll();
    }

    public Reports reports() {
        return reports;
    }

    public History history() {
        return stores.messages();
    }

    @Override
    public void close() {
        exchange.close();
        outbox.close();
        commits.close();
    }
}
