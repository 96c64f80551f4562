package waxwing.server;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import waxwing.server.config.ConfigException;
import waxwing.server.secrets.SecretFileException;
import waxwing.store.StorageFailure;

/// The program `waxwing relay`: data on standard output, messages on standard error.
@Command(
        name = "waxwing relay",
        description = "Runs and looks after a Waxwing relay.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = {
            "waxwing relay " + Main.VERSION,
            "licence: AGPL-3.0-only, without any warranty",
            "source:  ${sys:waxwing.home:-whoever gave you this program owes it to you}"
        })
public final class Main {
    static final String VERSION = "0.1.0";

    @Mixin
    private GlobalOptions options = new GlobalOptions();

    private Main() {}

    public static void main(String[] args) {
        logByOneWay();
        System.exit(commandLine(new World(System.getenv(), new PrintWriter(System.out, true, StandardCharsets.UTF_8)))
                .execute(args));
    }

    /// Whoever has something to log, as SLF4J, as `java.util.logging` or as a thread that ends of a failure: it is
    /// written in the one form that holds no user data.
    private static void logByOneWay() {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "waxwing/server/logback.xml");
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Logger log = LoggerFactory.getLogger(Main.class);
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> log.error("the thread {} ended: a bug", thread.getName(), failure));
    }

    static CommandLine commandLine(World world) {
        Main main = new Main();
        GlobalOptions options = main.options;
        CommandLine line = new CommandLine(main);
        line.addSubcommand("run", RunCommand.line(world, options));
        line.addSubcommand("check", CheckCommand.line(world, options));
        line.addSubcommand("status", new StatusCommand(world, options));
        line.addSubcommand("business", BusinessCommand.line(world, options));
        line.addSubcommand("report", ReportCommand.line(world, options));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionStrategy(new CommandLine.RunLast());
        line.setParameterExceptionHandler((failure, words) -> refuse(failure, words, world));
        line.setExecutionExceptionHandler((failure, command, _) -> fail(failure, command, options, world));
        return line;
    }

    private static int refuse(ParameterException failure, String[] words, World world) {
        CommandLine command = failure.getCommandLine();
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("wrong usage");
        CommandFailure told = new CommandFailure(Exit.USAGE, message)
                .withHint(command.getCommandSpec().qualifiedName() + " --help");
        // The options may be what could not be read: a look at the words has to do.
        return tell(told, command, Arrays.asList(words).contains("--json"), world);
    }

    private static int fail(Exception failure, CommandLine command, GlobalOptions options, World world) {
        CommandFailure told = switch (failure) {
            case CommandFailure known -> known;
            case ConfigException known -> of(Exit.CONFIGURATION, known);
            case SecretFileException known -> of(Exit.CONFIGURATION, known);
            case StorageFailure known -> of(Exit.LOCAL_IO, known);
            case UncheckedIOException known -> of(Exit.LOCAL_IO, known);
            default ->
                new CommandFailure(
                                Exit.BUG,
                                "a fault in waxwing itself: "
                                        + failure.getClass().getSimpleName())
                        .withHint("the same command with -v, and report what it prints");
        };
        int exit = tell(told, command, options.json(), world);
        if (options.verbose()) {
            failure.printStackTrace(command.getErr());
        }
        return exit;
    }

    private static CommandFailure of(Exit exit, Exception failure) {
        return new CommandFailure(exit, String.valueOf(failure.getMessage()));
    }

    private static int tell(CommandFailure failure, CommandLine command, boolean json, World world) {
        if (json) {
            world.out().println(failure.json());
            world.out().flush();
        } else {
            PrintWriter err = command.getErr();
            err.println("waxwing relay: " + failure.message());
            failure.hint().ifPresent(hint -> err.println("  try: " + hint));
            err.flush();
        }
        return failure.exit().code();
    }
}
