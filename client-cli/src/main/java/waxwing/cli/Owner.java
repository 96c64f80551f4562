package waxwing.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import waxwing.cli.command.Call;
import waxwing.cli.command.Call.Place;
import waxwing.cli.command.Command.Access;
import waxwing.cli.command.ProfileKeys;
import waxwing.cli.owner.Invocation;
import waxwing.cli.owner.OwnerSocket;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Io;
import waxwing.cli.terminal.ProfileName;
import waxwing.cli.terminal.SafeText;
import waxwing.client.Client;
import waxwing.client.NotRegisteredException;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;

/// This process as the owner of a profile: it has the store open, and runs other processes' commands too.
final class Owner implements AutoCloseable {
    private final Profile profile;
    private final Client client;
    private final Optional<OwnerSocket> socket;

    private Owner(Profile profile, Client client, Optional<OwnerSocket> socket) {
        this.profile = profile;
        this.client = client;
        this.socket = socket;
    }

    /// @throws waxwing.client.profile.ProfileUnavailableException if another process owns it, or it can't be
    /// opened
    /// @throws waxwing.client.NotRegisteredException if it has no account
    static Owner become(Call call) {
        Path folder = call.folders().profile(call.profile());
        Environment environment = call.environment();
        if (!Profile.exists(folder)) {
            throw new NotRegisteredException();
        }
        Profile profile = Profile.open(folder, ProfileKeys.forOpening(call), environment);
        try {
            Client client = Client.open(profile);
            return new Owner(profile, client, listen(call, client));
        } catch (RuntimeException e) {
            profile.close();
            throw e;
        }
    }

    /// Without a socket the command runs all the same; others then wait until it has ended.
    private static Optional<OwnerSocket> listen(Call call, Client client) {
        try {
            return Optional.of(OwnerSocket.listen(
                    call.folders().socket(call.profile()), (invocation, io) -> runFor(invocation, io, call, client)));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static int runFor(Invocation invocation, Io io, Call own, Client client) {
        return switch (CommandRun.read(invocation, io, Place.FOR_ANOTHER, own.environment())) {
            case CommandRun.Reading.Answered(int exit) -> exit;
            case CommandRun.Reading.Ready(var run) ->
                run.run(access(own.profile(), run.call().profile(), client));
        };
    }

    /// The other process only glanced at the words when it chose this one. Read in earnest they may be about
    /// another profile, and must not be carried out as this one.
    private static Access access(ProfileName own, ProfileName wanted, Client client) {
        return wanted.equals(own)
                ? new Access.Open(client)
                : new Access.Refused(new CommandFailure(
                                ErrorCode.USAGE,
                                SafeText.of("this is about profile {}, but went to the process of {}", wanted, own))
                        .withHint(SafeText.of("waxwing --profile {} COMMAND", wanted)));
    }

    Client client() {
        return client;
    }

    @Override
    public void close() {
        socket.ifPresent(OwnerSocket::close);
        try {
            client.close();
        } finally {
            profile.close();
        }
    }
}
