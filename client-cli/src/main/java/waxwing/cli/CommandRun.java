package waxwing.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.util.List;
import waxwing.cli.command.Call;
import waxwing.cli.command.Call.Place;
import waxwing.cli.command.Command;
import waxwing.cli.command.Command.Access;
import waxwing.cli.command.CommandTree;
import waxwing.cli.command.CommandTree.Request;
import waxwing.cli.owner.Invocation;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Io;
import waxwing.cli.terminal.Output;
import waxwing.cli.terminal.Output.Manner;
import waxwing.cli.terminal.OutputClosed;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.Failures;
import waxwing.client.profile.Environment;

/// One command, read and ready to run. Whatever happens in it ends as an exit code and words for the person.
final class CommandRun {
    private final Command command;
    private final Call call;

    private CommandRun(Command command, Call call) {
        this.command = command;
        this.call = call;
    }

    /// What came of reading a command line.
    sealed interface Reading {
        record Ready(CommandRun run) implements Reading {}

        /// There is nothing to run: it was a wish for help, or a mistake, and was answered.
        record Answered(int exit) implements Reading {}
    }

    static Reading read(Invocation invocation, Io io, Place place, Environment environment) {
        try {
            return switch (CommandTree.read(invocation.words())) {
                case Request.Help(var text) -> {
                    io.script(text);
                    yield new Reading.Answered(0);
                }
                case Request.Run(var command, var options) -> {
                    Output output = new Output(io, options.manner());
                    // Fails early where a name is malformed.
                    options.profile(invocation);
                    Call call = new Call(invocation, output, options, place, environment, ZoneId.systemDefault());
                    if (command instanceof Command.OnAccount onAccount) {
                        onAccount.check(call);
                    }
                    yield new Reading.Ready(new CommandRun(command, call));
                }
            };
        } catch (OutputClosed _) {
            return new Reading.Answered(ErrorCode.LOCAL_IO.exit());
        } catch (RuntimeException problem) {
            // The options may be what could not be read: a look at the words has to do.
            boolean json = invocation.words().contains("--json");
            CommandFailure failure = Failures.of(problem);
            new Output(io, json ? Manner.SCRIPTS : Manner.PEOPLE).failure(failure);
            return new Reading.Answered(failure.code().exit());
        }
    }

    Call call() {
        return call;
    }

    boolean needsAccount() {
        return switch (command) {
            case Command.Local _ -> false;
            case Command.OnAccount _ -> true;
            case Command.Diagnosis diagnosis -> diagnosis.looksAtAccount();
        };
    }

    int run(Access access) {
        try {
            return switch (command) {
                case Command.Local local -> {
                    local.run(call);
                    yield 0;
                }
                case Command.OnAccount onAccount -> {
                    switch (access) {
                        case Access.Open(var client) -> onAccount.run(call, client);
                        case Access.Refused(var why) -> throw why;
                    }
                    yield 0;
                }
                case Command.Diagnosis diagnosis -> diagnosis.run(call, access);
            };
        } catch (OutputClosed _) {
            return ErrorCode.LOCAL_IO.exit();
        } catch (InterruptedException | RuntimeException problem) {
            return failed(problem);
        }
    }

    private int failed(Throwable problem) {
        CommandFailure failure = Failures.of(problem);
        if (failure.code() == ErrorCode.INTERRUPTED) {
            return failure.code().exit();
        }
        try {
            call.output().failure(failure);
            if (call.options().verbose()) {
                trace(problem).forEach(call.io()::note);
            }
        } catch (OutputClosed _) {
            // Nobody is left to be told.
        }
        return failure.code().exit();
    }

    private static List<SafeText> trace(Throwable problem) {
        StringWriter trace = new StringWriter();
        problem.printStackTrace(new PrintWriter(trace));
        return trace.toString().lines().map(SafeText::line).toList();
    }
}
