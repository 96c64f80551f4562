package waxwing.gateway.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.client.messages.Event;
import waxwing.client.messages.Events;
import waxwing.client.messages.StateReason;
import waxwing.client.messages.StoredMessage;
import waxwing.gateway.message.MessageStore.Progress;
import waxwing.gateway.telemetry.FaultTrace;

/// Follows the client library's log of events and takes what it says of own messages into their timelines. The
/// place in the log is stored together with what was read there, so each event counts once.
public final class Follower implements Runnable, AutoCloseable {
    private static final int BATCH = 100;
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final MessageStore store;
    private final Events events;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);

    public Follower(MessageStore store, Events events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /// Runs until it is closed and interrupted. A fault is logged, and the same events are read again a little
    /// later.
    @Override
    public void run() {
        try {
            while (closed.getCount() > 0) {
                try {
                    follow(events.awaitAfter(store.followed(), BATCH, WAIT));
                } catch (RuntimeException e) {
                    LOG.error("following the client's events failed and will be tried again: {}", FaultTrace.of(e));
                    boolean _ = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void follow(List<Event> batch) {
        if (!batch.isEmpty()) {
            List<Progress> progress =
                    batch.stream().map(this::progress).flatMap(Optional::stream).toList();
            store.follow(progress, batch.getLast().cursor());
        }
    }

    private Optional<Progress> progress(Event event) {
        return switch (event) {
            case Event.StateChanged changed ->
                entry(changed.progress())
                        .map(entry -> new Progress(changed.message().id(), entry));
            case Event.MessageReceived _,
                    Event.BusinessMessageReceived _,
                    Event.ActionReceived _,
                    Event.IdentityChanged _ -> Optional.empty();
        };
    }

    /// The client library's states before `delivered` are no news to the business: it has seen `accepted`.
    private Optional<TimelineEntry> entry(StoredMessage.Progress progress) {
        Optional<MessageStatus> status = switch (progress.state()) {
            case QUEUED, SENDING, ACCEPTED -> Optional.empty();
            case DELIVERED -> Optional.of(MessageStatus.DELIVERED);
            case READ -> Optional.of(MessageStatus.READ);
            case SUPPRESSED -> Optional.of(MessageStatus.SUPPRESSED);
            case FAILED ->
                Optional.of(
                        progress.reason().equals(Optional.of(StateReason.EXPIRED))
                                ? MessageStatus.EXPIRED
                                : MessageStatus.FAILED);
        };
        Optional<String> code = progress.reason()
                .filter(reason -> reason != StateReason.EXPIRED)
                .map(StatusCodes::of);
        return status.map(known -> new TimelineEntry(known, code, Instant.ofEpochMilli(clock.millis())));
    }
}
