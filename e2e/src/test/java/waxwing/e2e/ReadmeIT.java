package waxwing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the README's five minutes as they stand there, command by command, in a shell. Only folders and ports are
/// others.
class ReadmeIT {
    private static final Path HOME = Path.of(System.getProperty("waxwing.home"));
    private static final Pattern SECTION = Pattern.compile("(?ms)^## Five minutes$(.*?)^## ");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern COMMAND = Pattern.compile(
            "(?ms)^(?:\\./waxwing|export|curl|\"\\$JAVA_HOME\") ?.*?(?=^(?:\\./waxwing|export|curl|\"\\$JAVA_HOME\")|\\z)");

    private final Map<String, String> variables = new HashMap<>();
    private final List<Running> background = new ArrayList<>();
    private final StringBuilder printed = new StringBuilder();
    private @Nullable Running relay;

    @Test
    void theReadmesCommandsWorkAsTheyStand(@TempDir Path folder) throws IOException {
        String relayPort = Integer.toString(World.freePort());
        String gatewayPort = Integer.toString(World.freePort());
        variables.put("WAXWING_HOME", folder.resolve("home").toString());
        variables.put("NO_COLOR", "1");
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        List<String> commands = commands().stream()
                .map(command -> command.replace("/tmp/", folder + "/")
                        .replace("127.0.0.1:8085", "127.0.0.1:" + gatewayPort)
                        .replaceFirst("^(\\./waxwing relay run [^#\\n]*)", "$1 --listen 127.0.0.1:" + relayPort + " ")
                        .replaceFirst(
                                "^(\\./waxwing gateway run [^#\\n]*)", "$1 --listen 127.0.0.1:" + gatewayPort + " "))
                .toList();
        try {
            commands.forEach(this::perform);
        } finally {
            background.reversed().forEach(Running::close);
        }
        assertThat(commands).hasSizeGreaterThan(12);
        assertThat(printed.toString())
                .contains(
                        "Hello Bob",
                        "Pear tartlet",
                        "Plum cake",
                        "Table by the window",
                        "message.accepted",
                        "\"accepted\"");
    }

    private static List<String> commands() throws IOException {
        Matcher section = SECTION.matcher(Files.readString(HOME.resolve("README.md")));
        assertThat(section.find()).as("README.md has a section Five minutes").isTrue();
        return BLOCK.matcher(section.group(1))
                .results()
                .flatMap(block -> COMMAND.matcher(block.group(1)).results())
                .map(command -> command.group().strip())
                .toList();
    }

    private void perform(String command) {
        if (command.startsWith("export LINK=")) {
            return; // Known from the relay's output already.
        }
        if (command.startsWith("./waxwing relay run ")) {
            Running started = start(command);
            relay = started;
            variables.put(
                    "LINK",
                    after(
                            "relay link: ",
                            started.awaitLine(0, line -> line.startsWith("relay link: "), "the link", World.PATIENCE)));
        } else if (command.startsWith("./waxwing gateway run ")) {
            start(command).awaitLine(0, line -> line.contains("http://"), "the gateway's address", World.PATIENCE);
        } else if (command.contains(" register ") || command.contains(" gateway init ")) {
            withCode(command);
        } else if (command.contains(" chat ")) {
            Running chat = start(command);
            chat.type("/quit");
            chat.awaitEnd(World.PATIENCE).ok();
        } else {
            printed.append(start(command).awaitEnd(World.PATIENCE).ok().out());
        }
    }

    private void withCode(String command) {
        Running codes = Objects.requireNonNull(relay, "README starts the relay first");
        int mark = codes.lines().size();
        Running registering = start(command);
        String line = codes.awaitLine(mark, l -> l.startsWith("verification code for "), "a code", World.PATIENCE);
        registering.type(line.substring(line.lastIndexOf(' ') + 1));
        Outcome outcome = registering.awaitEnd(World.PATIENCE).ok();
        outcome.out()
                .lines()
                .filter(l -> l.startsWith("API key: "))
                .forEach(l -> variables.put("API_KEY", after("API key: ", l)));
        outcome.out()
                .lines()
                .filter(l -> l.contains("relay business approve "))
                .forEach(l -> variables.put("BUSINESS", l.replaceAll(".*approve ([0-9a-f-]{36}).*", "$1")));
    }

    private static String after(String prefix, String line) {
        return line.substring(prefix.length()).strip();
    }

    private Running start(String command) {
        var builder = new ProcessBuilder("bash", "-c", "exec " + command).directory(HOME.toFile());
        builder.environment().putAll(variables);
        try {
            var running = new Running(List.of(command), builder.start());
            background.add(running);
            return running;
        } catch (IOException problem) {
            throw new java.io.UncheckedIOException(problem);
        }
    }
}
