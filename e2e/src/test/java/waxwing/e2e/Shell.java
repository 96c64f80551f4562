package waxwing.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A shell as somebody has it who follows a guide: one in which the commands are typed, and another terminal for each
/// program that goes on. `/tmp` and the ports are the story's own.
final class Shell implements AutoCloseable {
    private static final String TERMINAL_OF_ITS_OWN = "# in a terminal of its own";
    private static final String END = "=== the command has ended with ";
    private static final Pattern COPY = Pattern.compile("\\| tee (\\S+)");

    private final Path home;
    private final Path folder;
    private final String relayPort = Integer.toString(World.freePort());
    private final String gatewayPort = Integer.toString(World.freePort());
    private final List<Process> processes = new ArrayList<>();
    private final StringBuilder printed = new StringBuilder();
    private final Running typed;
    private Optional<Running> relay = Optional.empty();

    /// @param home where the guide's commands are given
    /// @param folder an empty one
    Shell(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
        this.typed = start("bash");
    }

    private Running start(String... command) {
        var builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment()
                .putAll(Map.of(
                        "WAXWING_HOME",
                        folder.resolve("home").toString(),
                        "TMPDIR",
                        folder.toString(),
                        "NO_COLOR",
                        "1"));
        try {
            Process process = builder.start();
            processes.add(process);
            return new Running(List.of(command), process);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// Types a command; one with the remark that it has a terminal of its own goes on beside the others.
    ///
    /// @return what it printed
    /// @throws StoryFailure if it failed
    String perform(String command) {
        String here = command.replace("/tmp/", folder + "/")
                .replace("127.0.0.1:8085", "127.0.0.1:" + gatewayPort)
                .replaceFirst("(\\./waxwing relay run [^#|]*)", "$1 --listen 127.0.0.1:" + relayPort + " ")
                .replaceFirst("(\\./waxwing gateway run [^#|]*)", "$1 --listen 127.0.0.1:" + gatewayPort + " ");
        if (command.contains(TERMINAL_OF_ITS_OWN)) {
            Running program = start("bash", "-c", here);
            program.awaitLine(
                    0,
                    line -> line.startsWith("relay link: ") || line.startsWith("gateway ready: "),
                    "its being ready",
                    World.PATIENCE);
            awaitCopy(here);
            if (command.contains(" relay run ")) {
                relay = Optional.of(program);
            }
            return "";
        }
        return type(here);
    }

    /// `tee` writes to the terminal first.
    private static void awaitCopy(String command) {
        Matcher copy = COPY.matcher(command);
        if (copy.find()) {
            Eventually.become(
                    "the copy of what is printed", () -> new File(copy.group(1)).length() > 0, Boolean::booleanValue);
        }
    }

    private String type(String command) {
        int mark = typed.lines().size();
        int codes = relay.map(running -> running.lines().size()).orElse(0);
        String end = "result=$?; echo; echo \"" + END + "$result\"";
        if (command.contains(" register ") || command.contains(" gateway init ")) {
            // On one line: a program that asks may read all that is typed ahead.
            typed.type(command + "; " + end);
            String line = relay.orElseThrow()
                    .awaitLine(codes, l -> l.startsWith("verification code for "), "a code", World.PATIENCE);
            typed.type(line.substring(line.lastIndexOf(' ') + 1));
        } else {
            typed.type(command);
            typed.type(end);
        }
        String ended = typed.awaitLine(mark, line -> line.startsWith(END), "the end of " + command, World.PATIENCE);
        List<String> lines = typed.lines();
        String answer = lines.subList(mark, lines.size()).stream()
                .filter(line -> !line.startsWith(END))
                .collect(Collectors.joining("\n"));
        if (!ended.equals(END + "0")) {
            throw new StoryFailure("`" + command + "` failed: " + ended + "\n" + answer + "\n" + typed.errors());
        }
        printed.append(answer).append('\n');
        return answer;
    }

    /// All that the typed commands have printed.
    String printed() {
        return printed.toString();
    }

    /// Ends every program that was started, the last one first.
    @Override
    public void close() {
        for (Process process : processes.reversed()) {
            List<ProcessHandle> below = process.descendants().toList();
            below.forEach(ProcessHandle::destroy);
            process.destroy();
            below.forEach(handle -> handle.onExit().join());
        }
    }
}
