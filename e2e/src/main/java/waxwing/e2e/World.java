package waxwing.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One story's folder and the processes that live in it. Closing it ends them all.
public final class World implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path launcher;
    private final Path folder;
    private final List<Running> processes = new ArrayList<>();
    private boolean recording;

    /// @param home where the `waxwing` launcher stands
    /// @param folder an empty folder for everything that the programs keep
    public World(Path home, Path folder) {
        this.launcher = home.resolve("waxwing");
        this.folder = folder;
        if (!Files.isExecutable(launcher)) {
            throw new StoryFailure("no launcher at " + launcher + " (expected: the project's `waxwing` script)");
        }
    }

    public Path folder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    public Path launcher() {
        return launcher;
    }

    /// A loopback port that nobody listens on at the moment.
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// Whether programs that start from now on write down at their end what they loaded, for quicker starts.
    void record(boolean on) {
        recording = on;
    }

    /// Starts `waxwing` with these arguments and lets it run.
    public Running start(Path waxwingHome, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of("WAXWING_HOME", waxwingHome.toString(), "NO_COLOR", "1"));
        if (recording) {
            builder.environment().put("WAXWING_RECORD", "1");
        }
        try {
            var running = new Running(arguments, builder.start());
            processes.add(running);
            return running;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// Runs `waxwing` with these arguments to its end.
    public Outcome run(Path waxwingHome, List<String> arguments) {
        Running running = start(waxwingHome, arguments);
        try {
            return running.awaitEnd(PATIENCE);
        } finally {
            processes.remove(running);
        }
    }

    /// Runs `waxwing` with these arguments and this standard input to its end.
    public Outcome runWithInput(Path waxwingHome, List<String> arguments, String input) {
        Running running = start(waxwingHome, arguments);
        try {
            running.input(input);
            return running.awaitEnd(PATIENCE);
        } finally {
            processes.remove(running);
        }
    }

    @Override
    public void close() {
        processes.reversed().forEach(Running::close);
        processes.clear();
    }
}
