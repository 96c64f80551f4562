package waxwing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.gateway.sandbox.SimulatedPerson;

/// Runs the first minutes of docs/business.md as they stand there, in one shell, with the codes typed where they are
/// asked for. Only folders and ports are others.
class BusinessGuideIT {
    private static final Path HOME = Path.of(System.getProperty("waxwing.home"));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern COMMAND =
            Pattern.compile("(?ms)^(?:\\./waxwing|export|curl|cat) .*?(?=^(?:\\./waxwing|export|curl|cat) |\\z)");

    @Test
    void theSandboxIsThereInTwoMinutes(@TempDir Path folder) throws IOException {
        try (var shell = new Shell(HOME, folder)) {
            commands("## Two minutes, without a relay").forEach(shell::perform);
            List<String> time = commands("### Time");
            time.forEach(shell::perform);

            assertThat(shell.printed())
                    .contains("\"status\":\"accepted\"", "\"ahead_s\":3600", "now: ")
                    .contains("\"message_id\"");
            assertThat(shell.perform(last("## Two minutes, without a relay"))).contains("\"status\":\"read\"");
            assertThat(time).hasSize(2);
        }
    }

    @Test
    void aReceiptIsOnAPersonsScreenInFiveMinutes(@TempDir Path folder) throws IOException {
        try (var shell = new Shell(HOME, folder)) {
            commands("## Two minutes, without a relay").stream()
                    .filter(command -> command.startsWith("cat "))
                    .forEach(shell::perform);
            commands("## Five minutes, to a receipt on a person's screen").forEach(shell::perform);

            assertThat(shell.printed()).contains("\"status\":\"accepted\"", "Pear tartlet", "Lantern Bakery");
            String view = last("## Five minutes, to a receipt on a person's screen");
            Eventually.become(
                    "the receipt to be delivered",
                    () -> shell.perform(view),
                    answer -> answer.contains("\"status\":\"delivered\"") || answer.contains("\"status\":\"read\""));
        }
    }

    @Test
    void theGuideListsThePeopleOfTheSandbox() throws IOException {
        List<String> rows = Files.readAllLines(HOME.resolve("docs/business.md")).stream()
                .filter(line -> line.startsWith("| `+1"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(SimulatedPerson.values())
                        .map(person -> "| `" + person.number().e164() + "` | " + person.summary() + " |")
                        .toList());
    }

    private static String last(String heading) throws IOException {
        return commands(heading).getLast();
    }

    private static List<String> commands(String heading) throws IOException {
        String guide = Files.readString(HOME.resolve("docs/business.md"));
        String level = heading.substring(0, heading.indexOf(' ') + 1);
        Matcher section = Pattern.compile("(?ms)^" + Pattern.quote(heading) + "$(.*?)(?=^(?:## |" + level + ")|\\z)")
                .matcher(guide);
        assertThat(section.find()).as(heading).isTrue();
        return BLOCK.matcher(section.group(1))
                .results()
                .flatMap(block -> COMMAND.matcher(block.group(1)).results())
                .map(command -> command.group().strip())
                .toList();
    }
}
