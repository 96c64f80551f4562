package waxwing.gateway;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import waxwing.client.profile.Environment;
import waxwing.gateway.Failure.Exit;

/// `waxwing gateway`: the business's end. Data goes to stdout, messages to stderr; exit codes are those of
/// [Failure].
@Command(
        name = "waxwing gateway",
        description = "The business's gateway: a REST API on the business's own machine.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "waxwing gateway 0.1.0")
public final class Main implements Runnable {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(new Environment(Clock.systemUTC(), new SecureRandom()), Terminal.own(), args));
    }

    /// Runs one command and tells the exit code.
    static int run(Environment environment, Terminal terminal, String... args) {
        var commands = new CommandLine(new Main());
        commands.addSubcommand(new InitCommand(environment, terminal))
                .addSubcommand(new RunCommand(environment, terminal))
                .addSubcommand(new CheckCommand(environment, terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new KeyCommand(environment, terminal));
        commands.setOut(terminal.out());
        commands.setErr(terminal.err());
        boolean json = Arrays.asList(args).contains("--json");
        commands.setExecutionExceptionHandler((problem, line, _) -> tell(Failure.of(problem), line, json));
        commands.setParameterExceptionHandler((problem, _) -> wrongUsage(problem, json));
        return commands.execute(args);
    }

    @Override
    public void run() {
        throw new Failure(Exit.USAGE, "say what to do: init, run, check, status or key (see --help)");
    }

    private static int wrongUsage(ParameterException problem, boolean json) {
        CommandLine line = problem.getCommandLine();
        String message =
                String.valueOf(problem.getMessage()).lines().findFirst().orElse("wrong usage");
        String help = " (see '" + line.getCommandSpec().qualifiedName() + " --help')";
        return tell(new Failure(Exit.USAGE, message + help), line, json);
    }

    private static int tell(Failure failure, CommandLine line, boolean json) {
        PrintWriter to = json ? line.getOut() : line.getErr();
        to.println(json ? failure.json() : line.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
        to.flush();
        return failure.exit().code();
    }
}
