package waxwing.cli.chat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.EventView;
import waxwing.cli.view.Failures;
import waxwing.cli.view.MessageView;
import waxwing.client.Client;
import waxwing.client.messages.Event;

/// Shows events as they come, on a thread of its own, and tells when the relay is lost and found.
final class Incoming implements AutoCloseable {
    private static final int BATCH = 100;
    private static final Duration STEP = Duration.ofMillis(500);

    private final Client client;
    private final ChatLines lines;
    private final MessageView messages;
    private final EventView events;
    private volatile boolean over;
    private @Nullable Thread thread;
    private boolean lost;
    private long cursor;

    Incoming(Client client, ChatLines lines, MessageView messages, EventView events) {
        this.client = client;
        this.lines = lines;
        this.messages = messages;
        this.events = events;
    }

    void start() {
        cursor = client.events().acknowledged();
        thread = Thread.ofVirtual().name("chat-incoming").start(this::showAll);
    }

    private void showAll() {
        try {
            while (!over) {
                show(client.events().awaitAfter(cursor, BATCH, STEP));
                tellConnection();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException problem) {
            if (!over) {
                lines.show(SafeText.of("! {}", Failures.of(problem).words()));
            }
        }
    }

    private void show(List<Event> batch) {
        for (Event event : batch) {
            switch (event) {
                case Event.StateChanged change -> {
                    if (MessageView.isWorthShowing(change.progress().state())) {
                        lines.show(messages.stateLine(change.message(), change.progress()));
                    }
                }
                case Event.MessageReceived _,
                        Event.BusinessMessageReceived _,
                        Event.ActionReceived _,
                        Event.IdentityChanged _ -> events.lines(event).forEach(lines::show);
            }
            cursor = event.cursor();
        }
        if (!batch.isEmpty()) {
            client.events().acknowledge(cursor);
        }
    }

    private void tellConnection() {
        boolean failing = !client.connected() && client.lastFailure().isPresent();
        if (failing && !lost) {
            lines.show(SafeText.of("(no connection to the relay; what you write is kept and goes out by itself)"));
        } else if (lost && client.connected()) {
            lines.show(SafeText.of("(connected)"));
        }
        lost = failing || (lost && !client.connected());
    }

    /// Shows what has come until now, and ends.
    @Override
    public void close() {
        over = true;
        if (thread == null) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        show(client.events().after(cursor, BATCH));
    }
}
