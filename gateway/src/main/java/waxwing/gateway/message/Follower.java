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
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.StateReason;
import waxwing.client.messages.StoredMessage;
import waxwing.content.v1.Action;
import waxwing.gateway.message.MessageStore.News;
import waxwing.gateway.message.MessageStore.Progress;
import waxwing.gateway.telemetry.FaultTrace;
import waxwing.model.MessageId;

/// Follows the transport's log of events: what it says of own messages goes into their timelines, what
/// people wrote becomes news. The place in the log is stored together with what was read there, so each
/// event counts once.
public final class Follower implements Runnable, AutoCloseable {
    private static final int BATCH = 100;
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final MessageStore store;
    private final Transport transport;
    private final InstantSource clock;
    private final Runnable moved;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean caughtUp;

    /// @param moved is called after something became known of messages, so that others may go out
    public Follower(MessageStore store, Transport transport, InstantSource clock, Runnable moved) {
        this.store = store;
        this.transport = transport;
        this.clock = clock;
        this.moved = moved;
    }

    /// Runs until it is closed and interrupted. A fault is logged, and the same events are read again a little
    /// later.
    @Override
    public void run() {
        try {
            while (closed.getCount() > 0) {
                try {
                    List<Event> batch = transport.awaitAfter(store.followed(), BATCH, caughtUp ? WAIT : Duration.ZERO);
                    follow(batch);
                    caughtUp |= batch.size() < BATCH;
                } catch (RuntimeException e) {
                    LOG.error("following the transport's events failed and will be tried again: {}", FaultTrace.of(e));
                    boolean _ = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether all that had happened before this run is taken in.
    public boolean hasCaughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void follow(List<Event> batch) {
        if (!batch.isEmpty()) {
            List<News> news =
                    batch.stream().map(this::news).flatMap(Optional::stream).toList();
            store.follow(news, batch.getLast().cursor());
            moved.run();
        }
    }

    private Optional<News> news(Event event) {
        return switch (event) {
            case Event.StateChanged changed ->
                entry(changed.progress())
                        .map(entry -> new Progress(changed.message().id(), entry));
            case Event.MessageReceived received -> incoming(received.message());
            case Event.ActionReceived(var _, var _, StoredMessage message, MessageBody.CardAction(Action action)) ->
                message.with().number().map(from -> new Asked(message.id(), from, message.at(), action));
            case Event.BusinessMessageReceived _, Event.IdentityChanged _ -> Optional.empty();
        };
    }

    /// Only text is taken in; the relay certified whose number it came from.
    private static Optional<News> incoming(StoredMessage message) {
        return message.body() instanceof MessageBody.Text(String text, Optional<MessageId> replyTo)
                ? message.with().number().map(from -> new Incoming(message.id(), from, message.at(), text, replyTo))
                : Optional.empty();
    }

    /// The transport's states before `delivered` are no news to the business: it has seen `accepted`.
    private Optional<TimelineEntry> entry(StoredMessage.Progress progress) {
        Optional<MessageStatus> status = switch (progress.state()) {
            case QUEUED, SENDING, ACCEPTED -> Optional.empty();
            case DELIVERED -> Optional.of(MessageStatus.DELIVERED);
            case READ -> Optional.of(MessageStatus.READ);
            case SUPPRESSED -> Optional.of(MessageStatus.SUPPRESSED);
            case FAILED -> Optional.of(end(progress.reason().orElse(StateReason.REFUSED)));
        };
        Optional<String> code = progress.reason()
                .filter(reason -> reason != StateReason.EXPIRED)
                .map(StatusCodes::of);
        return status.map(known -> new TimelineEntry(known, code, Instant.ofEpochMilli(clock.millis())));
    }

    private static MessageStatus end(StateReason reason) {
        return switch (reason) {
            case EXPIRED -> MessageStatus.EXPIRED;
            case WITHDRAWN -> MessageStatus.CANCELED;
            case RECIPIENT_PREFERENCE,
                    RECIPIENT_OPTED_OUT,
                    RECIPIENT_NOT_OPTED_IN,
                    SERVICE_WINDOW_CLOSED,
                    RECIPIENT_LIMIT_REACHED,
                    SENDER_NOT_VERIFIED,
                    SENDER_SUSPENDED,
                    KIND_NOT_ALLOWED,
                    TIER_EXCEEDED,
                    RECIPIENT_NOT_FOUND,
                    IDENTITY_CHANGED,
                    MAILBOX_FULL,
                    MESSAGE_TOO_LARGE,
                    REFUSED -> MessageStatus.FAILED;
        };
    }
}
