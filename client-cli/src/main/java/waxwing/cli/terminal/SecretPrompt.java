package waxwing.cli.terminal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Asks for a secret at the terminal that this process belongs to, wherever its three streams go. What is typed
/// is not shown, and the terminal shows again whatever happens.
public final class SecretPrompt {
    private static final Path TERMINAL = Path.of("/dev/tty");

    private SecretPrompt() {}

    /// @return empty if there is no terminal, or the person gave nothing
    public static Optional<String> ask(SafeText question) {
        if (!isTerminalHere() || !stty("-echo")) {
            return Optional.empty();
        }
        Thread restoring = new Thread(() -> stty("echo"));
        Runtime.getRuntime().addShutdownHook(restoring);
        try (BufferedReader reader = Files.newBufferedReader(TERMINAL, StandardCharsets.UTF_8)) {
            Files.writeString(TERMINAL, question + " ");
            String line = reader.readLine();
            Files.writeString(TERMINAL, "\n");
            return Optional.ofNullable(line).filter(text -> !text.isEmpty());
        } catch (IOException _) {
            return Optional.empty();
        } finally {
            stty("echo");
            Runtime.getRuntime().removeShutdownHook(restoring);
        }
    }

    private static boolean isTerminalHere() {
        try (var terminal = Files.newInputStream(TERMINAL)) {
            return terminal.available() >= 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean stty(String mode) {
        try {
            return new ProcessBuilder("stty", mode)
                            .redirectInput(new File(TERMINAL.toString()))
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
