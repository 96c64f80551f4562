package waxwing.cli.story;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import waxwing.cli.Program;
import waxwing.cli.owner.Forwarded;
import waxwing.cli.owner.Forwarding;
import waxwing.cli.owner.Invocation;
import waxwing.cli.terminal.Folders;
import waxwing.cli.terminal.ProfileName;
import waxwing.cli.terminal.Terminals;
import waxwing.client.profile.Environment;
import waxwing.model.Uuids;

/// A person's shell: runs the program with a home folder of its own, in this process and through its front door.
final class Shell {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Environment ENVIRONMENT = new Environment(Clock.systemUTC(), new SecureRandom());

    private final Path home;

    Shell(Path home) {
        this.home = home;
    }

    /// How a command ended.
    record Outcome(int exit, String out, String err) {}

    Outcome run(String... words) {
        return runWith("", words);
    }

    /// @param input all that the command can read
    Outcome runWith(String input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = program(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err)
                .run(invocation(words));
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Hands a command to the process that owns the default profile, whichever profile the words name.
    Outcome runInOwner(String... words) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Invocation invocation = invocation(words);
        Path socket = new Folders(invocation.variables()).socket(ProfileName.DEFAULT);
        return switch (new Forwarding(socket, InputStream.nullInputStream(), out, err).run(invocation)) {
            case Forwarded.Ended(int exit) ->
                new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
            case Forwarded.NoOwner _, Forwarded.OwnerLeft _ -> throw new AssertionError("nobody listens at " + socket);
        };
    }

    /// Starts a command that goes on until its input ends or it is interrupted.
    Session start(String... words) {
        return new Session(words);
    }

    private static Program program(InputStream input, ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return new Program(ENVIRONMENT, input, out, err);
    }

    private Invocation invocation(String... words) {
        return new Invocation(
                Uuids.version7(ENVIRONMENT.clock(), ENVIRONMENT.random()),
                List.of(words),
                home,
                Map.of("WAXWING_HOME", home.toString(), "HOME", home.toString()),
                Terminals.NONE);
    }

    /// A command that is running.
    final class Session implements AutoCloseable {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final PipedOutputStream keyboard = new PipedOutputStream();
        private final CompletableFuture<Integer> exit = new CompletableFuture<>();
        private final Thread thread;

        private Session(String... words) {
            try {
                PipedInputStream input = new PipedInputStream(keyboard, 64 * 1024);
                Program program = program(input, out, err);
                thread = Thread.ofPlatform().daemon().start(() -> exit.complete(program.run(invocation(words))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Session type(String line) {
            try {
                keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                keyboard.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        Session awaitOutput(String words) {
            Awaitility.await(words)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> shown().contains(words));
            return this;
        }

        String shown() {
            return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
        }

        int awaitEnd() throws Exception {
            return exit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        void interrupt() {
            thread.interrupt();
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
