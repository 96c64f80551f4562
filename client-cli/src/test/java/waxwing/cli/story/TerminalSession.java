package waxwing.cli.story;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/// The program in a process of its own, with a terminal: `script` of util-linux makes one.
final class TerminalSession implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Thread reader;

    TerminalSession(Path home, String... words) {
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", command(words), "/dev/null");
        builder.redirectErrorStream(true);
        builder.environment().put("WAXWING_HOME", home.toString());
        builder.environment().put("TERM", "dumb");
        try {
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    private static String command(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Objects.requireNonNull(System.getProperty("java.home")) + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.library.path=" + System.getProperty("java.library.path"),
                "-Dwaxwing.terminals=012",
                "-cp",
                Objects.requireNonNull(System.getProperty("java.class.path")),
                "waxwing.cli.Main"));
        command.addAll(List.of(words));
        return command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    private void read() {
        try (InputStream screen = process.getInputStream()) {
            byte[] piece = new byte[1024];
            for (int count = screen.read(piece); count >= 0; count = screen.read(piece)) {
                shown.write(piece, 0, count);
            }
        } catch (IOException _) {
            // The terminal is gone.
        }
    }

    /// Everything on the screen, what was typed included where the terminal shows it.
    String screen() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    TerminalSession awaitScreen(String words) {
        Awaitility.await(words)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> screen().contains(words));
        return this;
    }

    TerminalSession type(String line) {
        try {
            OutputStream keyboard = process.getOutputStream();
            keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /// @return the exit code
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it goes on: " + screen());
        }
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
