package waxwing.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;

/// `version`: which program this is, under which licence, and where its source is (AGPL, section 13).
@CommandLine.Command(name = "version", description = "Show the version, the licence, and where the source is.")
final class VersionCommand implements Command.Local {
    private static final String LICENCE = "AGPL-3.0-only";

    @Override
    public void run(Call call) {
        Optional<Path> source = sourceIn(System.getProperty("waxwing.home", ""));
        call.output()
                .answer(
                        Json.answer()
                                .put("version", version())
                                .put("java", Runtime.version().toString())
                                .put("licence", LICENCE)
                                .put("source", source.map(Path::toString)),
                        List.of(
                                SafeText.of("waxwing {} (Java {})", version(), Runtime.version()),
                                SafeText.of("licence: {}, without any warranty", LICENCE),
                                source.map(folder -> SafeText.of("source:  {}", folder))
                                        .orElse(SafeText.of("source:  whoever gave you this program owes it to you"))));
    }

    /// The program runs out of the folder that it was built in, and the launcher says which that is.
    static Optional<Path> sourceIn(String home) {
        return Optional.of(home)
                .filter(given -> !given.isEmpty())
                .map(Path::of)
                .filter(folder -> Files.exists(folder.resolve("LICENSE")) && Files.exists(folder.resolve("pom.xml")));
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
