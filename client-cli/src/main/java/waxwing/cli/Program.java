package waxwing.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import waxwing.cli.command.Call.Place;
import waxwing.cli.command.Command.Access;
import waxwing.cli.owner.Forwarded;
import waxwing.cli.owner.Forwarding;
import waxwing.cli.owner.Invocation;
import waxwing.cli.owner.OwnerWatch;
import waxwing.cli.owner.ReplayableInput;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Folders;
import waxwing.cli.terminal.Io;
import waxwing.cli.terminal.ProfileName;
import waxwing.cli.view.Failures;
import waxwing.client.NotRegisteredException;
import waxwing.client.profile.Environment;
import waxwing.client.profile.ProfileUnavailableException;
import waxwing.model.MalformedValueException;

/// Runs one call of the program: here, or in the process that owns the profile.
public final class Program {
    /// How long an owner that does not listen may take to end.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private enum Tries {
        THERE_ARE_MORE,
        /// If another process has the profile now, that is the answer.
        THIS_IS_THE_LAST
    }

    private final Environment environment;
    private final InputStream input;
    private final OutputStream output;
    private final OutputStream errors;

    public Program(Environment environment, InputStream input, OutputStream output, OutputStream errors) {
        this.environment = environment;
        this.input = input;
        this.output = output;
        this.errors = errors;
    }

    /// @return the exit code
    public int run(Invocation invocation) {
        try {
            return runSomewhere(invocation);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ErrorCode.INTERRUPTED.exit();
        } catch (IOException | UncheckedIOException _) {
            // This process's own streams: nobody is left to be told.
            return ErrorCode.LOCAL_IO.exit();
        }
    }

    private Forwarded forward(Invocation invocation, InputStream from) throws IOException {
        FirstLook look = FirstLook.at(invocation);
        return look.forwardable()
                ? new Forwarding(socket(invocation, look), from, output, errors).run(invocation)
                : new Forwarded.NoOwner();
    }

    private int runSomewhere(Invocation invocation) throws IOException, InterruptedException {
        ReplayableInput replayable = new ReplayableInput(input);
        if (forward(invocation, replayable) instanceof Forwarded.Ended(int exit)) {
            return exit;
        }
        // This process becomes the owner, unless another is quicker.
        return attempt(invocation, replayable.again(), Tries.THERE_ARE_MORE) instanceof Attempt.Ended(int exit)
                ? exit
                : runWhenOwnersChange(invocation, replayable);
    }

    /// Another process has the profile and does not listen: it is about to begin, or about to end.
    private int runWhenOwnersChange(Invocation invocation, ReplayableInput replayable)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (OwnerWatch owners = OwnerWatch.on(socket(invocation, FirstLook.at(invocation)))) {
            while (true) {
                switch (forward(invocation, replayable.again())) {
                    case Forwarded.Ended(int exit) -> {
                        return exit;
                    }
                    case Forwarded.OwnerLeft _ -> deadline = System.nanoTime() + PATIENCE.toNanos();
                    case Forwarded.NoOwner _ -> {
                        // Perhaps it has ended by now.
                    }
                }
                Tries tries = System.nanoTime() > deadline ? Tries.THIS_IS_THE_LAST : Tries.THERE_ARE_MORE;
                if (attempt(invocation, replayable.again(), tries) instanceof Attempt.Ended(int exit)) {
                    return exit;
                }
                owners.await();
            }
        }
    }

    private Attempt attempt(Invocation invocation, InputStream from, Tries tries) {
        Io io = new Io(from, output, errors, invocation.terminals());
        return switch (CommandRun.read(invocation, io, Place.HERE, environment)) {
            case CommandRun.Reading.Answered(int exit) -> new Attempt.Ended(exit);
            case CommandRun.Reading.Ready(var run) -> run.needsAccount() ? asOwner(run, tries) : ended(run);
        };
    }

    private static Attempt ended(CommandRun run) {
        return new Attempt.Ended(run.run(new Access.Refused(Failures.of(new NotRegisteredException()))));
    }

    private static Attempt asOwner(CommandRun run, Tries tries) {
        try (Owner owner = Owner.become(run.call())) {
            return new Attempt.Ended(run.run(new Access.Open(owner.client())));
        } catch (ProfileUnavailableException e) {
            return e.reason() == ProfileUnavailableException.Reason.IN_USE && tries == Tries.THERE_ARE_MORE
                    ? new Attempt.Overtaken()
                    : refused(run, e);
        } catch (RuntimeException e) {
            return refused(run, e);
        }
    }

    private static Attempt refused(CommandRun run, RuntimeException why) {
        return new Attempt.Ended(run.run(new Access.Refused(Failures.of(why))));
    }

    private static Path socket(Invocation invocation, FirstLook look) {
        return new Folders(invocation.variables()).socket(profile(look));
    }

    private static ProfileName profile(FirstLook look) {
        try {
            return new ProfileName(look.profile());
        } catch (MalformedValueException _) {
            // Told when the words are read in earnest.
            return ProfileName.DEFAULT;
        }
    }
}
