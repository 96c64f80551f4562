package waxwing.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.jline.utils.Signals;
import waxwing.cli.owner.Invocation;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Terminals;
import waxwing.client.profile.Environment;
import waxwing.model.Uuids;

/// The person's program.
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        // Each ends the process by way of its shutdown hooks, which give the terminal back as it was.
        for (String signal : List.of("INT", "TERM", "HUP")) {
            Signals.register(signal, () -> System.exit(ErrorCode.INTERRUPTED.exit()));
        }
        Environment environment = new Environment(Clock.systemUTC(), new SecureRandom());
        Invocation invocation = new Invocation(
                Uuids.version7(environment.clock(), environment.random()),
                List.of(words),
                Path.of("").toAbsolutePath(),
                System.getenv(),
                Terminals.of(System.getProperty("waxwing.terminals", "")));
        Program program = new Program(
                environment,
                new FileInputStream(FileDescriptor.in),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)));
        int exit;
        try {
            exit = program.run(invocation);
        } catch (RuntimeException | Error fault) {
            // Never a stack trace of our own accord; -v shows those that a command meets.
            System.err.println(
                    "waxwing: a fault in waxwing itself: " + fault.getClass().getSimpleName());
            exit = ErrorCode.BUG.exit();
        }
        System.exit(exit);
    }
}
