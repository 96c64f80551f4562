package waxwing.client.exchange;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.client.messages.Changes;
import waxwing.client.relay.RelayConnection;
import waxwing.client.relay.RelayFailureException;
import waxwing.relay.v1.Delivery;

/// Keeps the one long stream to the relay open: files what it delivers, acknowledges what is durable, and comes
/// back after growing, jittered pauses.
final class Exchange implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /// Trying more often can't help while the key is wrong or the device revoked.
    private static final Duration HOPELESS = Duration.ofSeconds(30);

    private static final int SESSIONS_PER_LOOK_AT_KEYS = 20;

    private final RelayConnection relay;
    private final Inbox inbox;
    private final GroupCommit commits;
    private final Around around;
    private final Backoff backoff;
    private final Changes closing = new Changes();
    private final AtomicInteger sessionsOpened = new AtomicInteger();
    private volatile boolean closed;
    private volatile @Nullable ExchangeStream running;

    Exchange(RelayConnection relay, Inbox inbox, GroupCommit commits, Around around, Backoff backoff) {
        this.relay = relay;
        this.inbox = inbox;
        this.commits = commits;
        this.around = around;
        this.backoff = backoff;
    }

    /// The parts of this end that the stream keeps going.
    record Around(Outbox outbox, KeyUpkeep keys, RulesUpkeep rules, Link link, Changes changes) {}

    void start() {
        Thread.ofVirtual().name("waxwing-exchange").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                long version = closing.version();
                relay.retryNow();
                RelayFailureException why = openAndAwaitEnd();
                if (closed) {
                    break;
                }
                around.link().failed(why);
                Duration pause = switch (why.reason()) {
                    case WRONG_KEY, DEVICE_REVOKED -> HOPELESS;
                    case UNREACHABLE, RATE_LIMITED, RELAY_FULL, REFUSED -> backoff.next();
                };
                boolean _ = closing.awaitAfter(version, pause);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException e) {
            if (!closed) {
                throw e;
            }
            // The connection was closed while a stream was opened on it.
        } finally {
            around.link().closed();
        }
    }

    private RelayFailureException openAndAwaitEnd() throws InterruptedException {
        try {
            around.rules().beforeTheFirst();
        } catch (RelayFailureException why) {
            return why;
        }
        ExchangeStream stream = new ExchangeStream(this);
        running = stream;
        return relay.failure(stream.openAndAwaitEnd(relay));
    }

    /// The relay has spoken.
    void opened() {
        backoff.reset();
        around.link().opened();
        around.outbox().resume();
    }

    /// All that waited at the relay is here.
    void caughtUp() {
        around.link().caughtUp();
        around.keys().look();
        around.keys().askCertificate();
        around.rules().look();
        commits.submit(inbox::forgetOld, _ -> {}, failure -> LOG.warn("what is old could not be forgotten", failure));
    }

    /// Files one entry of the queue, then acknowledges it. What can't be filed is not acknowledged: it comes
    /// again.
    void delivered(ExchangeStream stream, Delivery delivery) {
        commits.submit(() -> inbox.receive(delivery), received -> acknowledge(stream, delivery, received), failure -> {
            if (failure instanceof Inbox.ForeignKeyException) {
                discard(stream, delivery);
                return;
            }
            if (!closed) {
                LOG.warn("an envelope could not be filed", failure);
            }
            stream.end();
        });
    }

    private void discard(ExchangeStream stream, Delivery delivery) {
        commits.submit(
                () -> inbox.discard(delivery), received -> acknowledge(stream, delivery, received), _ -> stream.end());
    }

    private void acknowledge(ExchangeStream stream, Delivery delivery, Received received) {
        stream.acknowledge(delivery.getSequence(), received.fate());
        if (delivery.getStatus().hasBusinessChanged()) {
            around.link().standingChanged();
            around.keys().askCertificate();
        }
        received.toCarry().forEach(around.outbox()::wake);
        around.changes().ring();
        if (received.keys() == Received.Keys.USED
                && sessionsOpened.incrementAndGet() % SESSIONS_PER_LOOK_AT_KEYS == 0) {
            around.keys().look();
        }
    }

    @Override
    public void close() {
        closed = true;
        closing.ring();
        ExchangeStream stream = running;
        if (stream != null) {
            stream.end();
        }
    }
}
