package waxwing.cli.command;

import java.time.ZoneId;
import waxwing.cli.owner.Invocation;
import waxwing.cli.terminal.Folders;
import waxwing.cli.terminal.Io;
import waxwing.cli.terminal.Output;
import waxwing.cli.terminal.ProfileName;
import waxwing.cli.view.EventView;
import waxwing.cli.view.MessageView;
import waxwing.client.profile.Environment;

/// What a command works with besides its own words.
///
/// @param zone of the person who reads
public record Call(
        Invocation invocation,
        Output output,
        GlobalOptions options,
        Place place,
        Environment environment,
        ZoneId zone) {
    /// Where the command runs.
    public enum Place {
        /// In the process that the person started: its terminal is this process's.
        HERE,
        /// In the owner, for another process.
        FOR_ANOTHER
    }

    public Io io() {
        return output.io();
    }

    public ProfileName profile() {
        return options.profile(invocation);
    }

    public Folders folders() {
        return new Folders(invocation.variables());
    }

    public MessageView messages() {
        return new MessageView(environment.clock(), zone);
    }

    public EventView events() {
        return new EventView(messages());
    }
}
