package waxwing.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;

/// `version`.
@CommandLine.Command(name = "version", description = "Show the version.")
final class VersionCommand implements Command.Local {
    @Override
    public void run(Call call) {
        call.output()
                .answer(
                        Json.answer()
                                .put("version", version())
                                .put("java", Runtime.version().toString()),
                        SafeText.of("waxwing {} (Java {})", version(), Runtime.version()));
    }

    static String version() {
        try (InputStream resource =
                Objects.requireNonNull(VersionCommand.class.getResourceAsStream("/waxwing/cli/version.txt"))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
