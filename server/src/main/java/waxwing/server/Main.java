package waxwing.server;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import waxwing.server.config.ConfigException;
import waxwing.server.secrets.SecretFileException;
import waxwing.store.StorageFailure;

/// The program `waxwing relay`: data on standard output, one clear line on standard error when something is
/// wrong.
@Command(
        name = "waxwing relay",
        description = "Runs and looks after a Waxwing relay.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "waxwing " + Main.VERSION)
public final class Main {
    static final String VERSION = "0.1.0";

    private Main() {}

    public static void main(String[] args) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "waxwing/server/logback.xml");
        }
        System.exit(commandLine(new World(System.getenv(), new PrintWriter(System.out, true, StandardCharsets.UTF_8)))
                .execute(args));
    }

    static CommandLine commandLine(World world) {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand("run", RunCommand.line(world));
        line.addSubcommand("check", CheckCommand.line(world));
        line.addSubcommand("status", new StatusCommand(world));
        line.addSubcommand("business", BusinessCommand.line(world));
        line.setExecutionStrategy(new CommandLine.RunLast());
        line.setParameterExceptionHandler(Main::refuse);
        line.setExecutionExceptionHandler((failure, command, _) -> fail(failure, command));
        return line;
    }

    private static int refuse(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println("waxwing relay: " + failure.getMessage());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return Exit.USAGE.code();
    }

    private static int fail(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        return switch (failure) {
            case CommandFailure known -> told(err, known.getMessage(), known.exit());
            case ConfigException known -> told(err, known.getMessage(), Exit.CONFIGURATION);
            case SecretFileException known -> told(err, known.getMessage(), Exit.CONFIGURATION);
            case StorageFailure known -> told(err, known.getMessage(), Exit.LOCAL_IO);
            case UncheckedIOException known -> told(err, known.getMessage(), Exit.LOCAL_IO);
            default -> {
                failure.printStackTrace(err);
                yield told(err, "a bug: " + failure.getClass().getSimpleName(), Exit.BUG);
            }
        };
    }

    private static int told(PrintWriter err, @Nullable String message, Exit exit) {
        err.println("waxwing relay: " + message);
        err.flush();
        return exit.code();
    }
}
