package waxwing.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;

/// Reads a command line.
public final class CommandTree {
    private CommandTree() {}

    /// What a command line asks for.
    public sealed interface Request {
        record Run(Command command, GlobalOptions options) implements Request {}

        /// @param text how the program is used; ours, not from outside
        record Help(String text) implements Request {}
    }

    /// @throws CommandFailure with [ErrorCode#USAGE]
    public static Request read(List<String> words) {
        Root root = new Root();
        CommandLine line = configured(new CommandLine(root));
        ParseResult parsed;
        try {
            parsed = line.parseArgs(words.toArray(String[]::new));
        } catch (ParameterException e) {
            throw usage(e);
        }
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine chosen = last.commandSpec().commandLine();
        if (last.isUsageHelpRequested() || parsed.isUsageHelpRequested()) {
            return new Request.Help(chosen.getUsageMessage(CommandLine.Help.Ansi.OFF));
        }
        if (chosen.getCommand() instanceof Command command) {
            return new Request.Run(command, root.options());
        }
        if (words.isEmpty()) {
            return new Request.Help(chosen.getUsageMessage(CommandLine.Help.Ansi.OFF));
        }
        throw new CommandFailure(
                        ErrorCode.USAGE,
                        SafeText.of(
                                "{} needs a command (expected one of: {})",
                                chosen.getCommandSpec().qualifiedName(),
                                String.join(", ", chosen.getSubcommands().keySet())))
                .withHint(SafeText.of("{} --help", chosen.getCommandSpec().qualifiedName()));
    }

    /// All commands, for whoever describes them.
    static CommandLine complete() {
        return configured(new CommandLine(new Root()));
    }

    private static CommandLine configured(CommandLine line) {
        return line.setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100);
    }

    private static CommandFailure usage(ParameterException problem) {
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        String message = problem.getMessage() == null ? "can't be read" : problem.getMessage();
        return new CommandFailure(ErrorCode.USAGE, SafeText.of("{}: {}", command, message))
                .withHint(SafeText.of("{} --help", command));
    }
}
