package waxwing.gateway;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import waxwing.client.profile.Environment;
import waxwing.gateway.Failure.Code;
import waxwing.gateway.telemetry.FaultTrace;

/// `waxwing gateway`: the business's end. Data goes to stdout, messages to stderr; exit codes are those of
/// [Failure].
@Command(
        name = "waxwing gateway",
        description = "The business's gateway: a REST API on the business's own machine.",
        synopsisSubcommandLabel = "COMMAND",
        version = {
            "waxwing gateway 0.1.0",
            "licence: AGPL-3.0-only, without any warranty",
            "source:  ${sys:waxwing.home:-whoever gave you this program owes it to you}"
        })
public final class Main implements Runnable {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // The library itself acts on it.
    private boolean version;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(new Environment(Clock.systemUTC(), new SecureRandom()), Terminal.own(), args));
    }

    /// Runs one command and tells the exit code.
    static int run(Environment environment, Terminal terminal, String... args) {
        Main main = new Main();
        GlobalOptions options = main.options;
        var commands = new CommandLine(main);
        commands.addSubcommand(new InitCommand(environment, terminal, options))
                .addSubcommand(new RunCommand(environment, terminal, options))
                .addSubcommand(new CheckCommand(environment, terminal, options))
                .addSubcommand(new StatusCommand(terminal, options))
                .addSubcommand(new KeyCommand(environment, terminal, options))
                .addSubcommand(new EventsCommand(environment, terminal, options))
                .addSubcommand(new WebhookCommand(environment, terminal, options))
                .addSubcommand(new DomainCommand(environment, terminal, options))
                .addSubcommand(new ListenCommand(environment, terminal, options))
                .addSubcommand(new SandboxCommand(terminal, options));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setOut(terminal.out());
        commands.setErr(terminal.err());
        // The options may be what could not be read: a look at the words has to do.
        boolean json = Arrays.asList(args).contains("--json");
        commands.setExecutionExceptionHandler((problem, line, _) -> {
            int exit = tell(Failure.of(problem), line, terminal, json);
            if (options.verbose()) {
                terminal.tell(FaultTrace.of(problem));
            }
            return exit;
        });
        commands.setParameterExceptionHandler((problem, _) -> wrongUsage(problem, terminal, json));
        return commands.execute(args);
    }

    @Override
    public void run() {
        throw new Failure(
                        Code.USAGE,
                        "no command given (expected: init, run, check, status, key, events, webhook, domain, listen or"
                                + " sandbox)")
                .withHint("waxwing gateway --help");
    }

    private static int wrongUsage(ParameterException problem, Terminal terminal, boolean json) {
        CommandLine line = problem.getCommandLine();
        String message =
                String.valueOf(problem.getMessage()).lines().findFirst().orElse("wrong usage");
        Failure failure =
                new Failure(Code.USAGE, message).withHint(line.getCommandSpec().qualifiedName() + " --help");
        return tell(failure, line, terminal, json);
    }

    private static int tell(Failure failure, CommandLine line, Terminal terminal, boolean json) {
        if (json) {
            terminal.print(failure.json());
        } else {
            terminal.tell(line.getCommandSpec().qualifiedName() + ": " + failure.message());
            failure.hint().ifPresent(hint -> terminal.tell("  try: " + hint));
        }
        return failure.code().exit();
    }
}
