package waxwing.e2e;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The relay as a process: started with `--dev` on a fixed port and folder, so that it can be killed and
/// started again.
public final class RelayProcess {
    private static final String LINK = "relay link: ";
    private static final String CODE = "verification code for ";

    private final World world;
    private final Path data;
    private final int port = World.freePort();
    private final List<String> options;
    private Running process;
    private String link;

    public RelayProcess(World world, String... options) {
        this.world = world;
        this.data = world.folder("relay");
        this.options = List.of(options);
        this.process = launch();
        this.link = awaitLink();
    }

    private Running launch() {
        List<String> arguments = new ArrayList<>(
                List.of("relay", "run", "--dev", "--data-dir", data.toString(), "--listen", "127.0.0.1:" + port));
        arguments.addAll(options);
        return world.start(data, arguments);
    }

    private String awaitLink() {
        return process.awaitLine(0, line -> line.startsWith(LINK), "its link", World.PATIENCE)
                .substring(LINK.length());
    }

    public String link() {
        return link;
    }

    public Path data() {
        return data;
    }

    /// Everything that it has printed since its last start.
    public String output() {
        return String.join("\n", process.lines()) + process.errors();
    }

    /// Prints what it prints from now on, until it ends.
    void follow(PrintStream to) {
        process.follow(to);
    }

    /// How many lines it has printed: where to look for the next code from.
    int mark() {
        return process.lines().size();
    }

    String awaitCode(int from, String number) {
        String prefix = CODE + number + ": ";
        return process.awaitLine(from, line -> line.startsWith(prefix), "a code for " + number, World.PATIENCE)
                .substring(prefix.length());
    }

    public void kill9() {
        process.kill9();
    }

    public void stop() {
        process.close();
    }

    /// Starts it again on the same port and folder.
    public void restart() {
        process = launch();
        link = awaitLink();
    }

    /// Runs one of the operator's commands against this relay.
    public Outcome operator(String... arguments) {
        List<String> command = new ArrayList<>(List.of("relay"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data-dir", data.toString()));
        return world.run(data, command);
    }
}
