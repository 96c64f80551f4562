package waxwing.cli.command;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.EventView;
import waxwing.client.Client;
import waxwing.client.DrainOutcome;
import waxwing.client.messages.Event;

/// `receive`: tells what happened since the last acknowledged event, each as a line or an object.
@CommandLine.Command(
        name = "receive",
        description =
                "Show what came in. Without --follow it ends when everything that waited is shown; if nothing waited, it"
                        + " waits for something to come, for --timeout at most.")
final class ReceiveCommand implements Command.OnAccount {
    private static final int BATCH = 100;
    private static final Duration STEP = Duration.ofSeconds(1);

    @Option(names = "--follow", description = "go on until interrupted")
    private boolean follow;

    @Option(names = "--max", paramLabel = "N", description = "end after so many events")
    private @Nullable Integer max;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = ShortDuration.class,
            description = "how long to wait for the relay and for something to come (default: 10s)")
    private Duration timeout = Duration.ofSeconds(10);

    @Option(
            names = "--ack",
            paramLabel = "HOW",
            description = "auto: what was shown is not shown again; manual: until `waxwing ack CURSOR` (default: auto)")
    private Acknowledging acknowledging = Acknowledging.AUTO;

    enum Acknowledging {
        AUTO,
        MANUAL
    }

    private long cursor;
    private int told;

    @Override
    public void run(Call call, Client client) throws InterruptedException {
        if (max != null && max < 1) {
            throw new CommandFailure(ErrorCode.USAGE, SafeText.of("--max: {} (expected: at least 1)", max));
        }
        cursor = client.events().acknowledged();
        if (follow) {
            client.connect();
            while (!isEnough()) {
                tell(call, client, client.events().awaitAfter(cursor, BATCH, STEP));
            }
        } else {
            once(call, client);
        }
    }

    private void once(Call call, Client client) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        DrainOutcome drained = client.drain(timeout);
        tellAll(call, client);
        if (drained instanceof DrainOutcome.RelayUnavailable(var failure)) {
            throw failure;
        }
        boolean waiting = told == 0 || max != null;
        client.connect();
        while (waiting && !isEnough() && System.nanoTime() < deadline) {
            Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
            tell(call, client, client.events().awaitAfter(cursor, BATCH, left.compareTo(STEP) < 0 ? left : STEP));
            waiting = told == 0 || max != null;
        }
        tellAll(call, client);
    }

    private void tellAll(Call call, Client client) {
        List<Event> events = client.events().after(cursor, BATCH);
        while (!events.isEmpty() && !isEnough()) {
            tell(call, client, events);
            events = client.events().after(cursor, BATCH);
        }
    }

    private boolean isEnough() {
        return max != null && told >= max;
    }

    /// An event is acknowledged only after it was written.
    private void tell(Call call, Client client, List<Event> events) {
        for (Event event : events) {
            if (isEnough()) {
                break;
            }
            if (EventView.isTold(event)) {
                call.output().answer(call.events().json(event), call.events().lines(event));
                told++;
            }
            cursor = event.cursor();
        }
        if (!events.isEmpty() && acknowledging == Acknowledging.AUTO) {
            client.events().acknowledge(cursor);
        }
    }
}
