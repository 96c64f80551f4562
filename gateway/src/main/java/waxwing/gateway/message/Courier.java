package waxwing.gateway.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.SendRejectedException;
import waxwing.client.messages.StateReason;
import waxwing.gateway.telemetry.FaultTrace;
import waxwing.model.MessageId;

/// Releases scheduled messages at their time, and carries accepted ones from the gateway's queue to the
/// transport, in the order of their acceptance. What waits its turn because its recipient has too much already holds
/// up nobody else.
///
/// A crash between the two stores repeats the handing over; the transport knows the message id and sends once.
public final class Courier implements Runnable {
    private static final int BATCH = 256;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration KEYS_FORGOTTEN_EVERY = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final MessageStore store;
    private final Transport transport;
    private final Claims<MessageId> moving;
    private final InstantSource clock;
    private final Semaphore work = new Semaphore(0);
    private Instant keysForgotten = Instant.EPOCH;

    /// @param moving the messages that are handed over or taken back at this moment
    public Courier(MessageStore store, Transport transport, Claims<MessageId> moving, InstantSource clock) {
        this.store = store;
        this.transport = transport;
        this.moving = moving;
        this.clock = clock;
    }

    /// Says that something was queued, or may go out now.
    public void wake() {
        work.release();
    }

    /// Runs until it is interrupted. A fault is logged, and what it left undone is tried again a little later.
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                carryAll();
                boolean woken = work.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (woken) {
                    work.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void carryAll() {
        try {
            Instant now = now();
            if (keysForgotten.plus(KEYS_FORGOTTEN_EVERY).isBefore(now)) {
                store.forgetKeysBefore(now.minus(Messages.KEYS_KEPT));
                keysForgotten = now;
            }
            releaseDue();
            var batch = unexpired();
            while (!batch.isEmpty() && !Thread.currentThread().isInterrupted()) {
                carry(batch);
                batch = unexpired();
            }
        } catch (RuntimeException e) {
            LOG.error("handing messages over failed and will be tried again: {}", FaultTrace.of(e));
        }
    }

    private void releaseDue() {
        while (store.release(now()) > 0 && !Thread.currentThread().isInterrupted()) {
            // There may be more.
        }
    }

    private List<Outgoing> unexpired() {
        store.expire(now());
        return store.queued(BATCH);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    /// Leaves alone what is being taken back, or was since the queue was read.
    private void carry(List<Outgoing> batch) {
        List<MessageId> mine =
                batch.stream().map(Outgoing::id).filter(moving::take).toList();
        try {
            Set<MessageId> still = store.stillQueued(mine);
            handOver(batch.stream()
                    .filter(message -> still.contains(message.id()))
                    .toList());
        } finally {
            mine.forEach(moving::release);
        }
    }

    private record Letter(Outgoing message, MessageBody body) {
        /// Without what it says.
        @Override
        public String toString() {
            return "Letter[" + message.id() + "]";
        }
    }

    /// One transaction of the transport's and one of the gateway's, for all of them.
    private void handOver(List<Outgoing> messages) {
        List<Letter> letters = messages.stream()
                .map(message -> new Letter(message, body(message)))
                .toList();
        letters.forEach(letter -> transport.prepare(letter.message().id(), letter.body()));
        Map<MessageId, String> refused = transport.together(() -> sent(letters));
        store.handedOver(messages.stream()
                .map(Outgoing::id)
                .filter(id -> !refused.containsKey(id))
                .toList());
        refused.forEach((id, code) -> store.end(id, new TimelineEntry(MessageStatus.FAILED, Optional.of(code), now())));
    }

    /// @return why some were refused
    private Map<MessageId, String> sent(List<Letter> letters) {
        Map<MessageId, String> refused = new HashMap<>();
        for (Letter letter : letters) {
            Outgoing message = letter.message();
            try {
                transport.send(message.id(), message.to(), letter.body(), message.expires());
            } catch (SendRejectedException why) {
                refused.put(message.id(), code(why));
            }
        }
        return refused;
    }

    private static MessageBody body(Outgoing message) {
        return MessageBody.ofContent(message.body())
                .orElseThrow(() -> new IllegalStateException("a queued message has no content"));
    }

    private static String code(SendRejectedException refused) {
        return switch (refused.reason()) {
            case TOO_LARGE -> StatusCodes.of(StateReason.MESSAGE_TOO_LARGE);
            case EMPTY, BLOCKED_BY_YOU, OWN_NUMBER, BUSINESS_ONLY, NOT_OFFERED -> StatusCodes.of(StateReason.REFUSED);
        };
    }
}
