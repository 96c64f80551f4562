package waxwing.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The program's own name, without a command.
@Command(
        name = "waxwing",
        description = "An end-to-end encrypted messenger addressed by phone number.",
        synopsisHeading = "Usage: ",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "waxwing relay …, waxwing gateway … and waxwing demo are programs of their own; each has a --help.",
            "Start with: waxwing register NUMBER --relay LINK"
        },
        subcommands = {
            RegisterCommand.class,
            SendCommand.class,
            ReceiveCommand.class,
            AckCommand.class,
            ChatCommand.class,
            ChatsCommand.class,
            HistoryCommand.class,
            StatusCommand.class,
            ContactCommand.class,
            VerifyCommand.class,
            BlockCommand.class,
            UnblockCommand.class,
            BlockedCommand.class,
            BusinessCommand.class,
            ControlsCommand.class,
            RequestsCommand.class,
            ReportCommand.class,
            DoctorCommand.class,
            VersionCommand.class,
            CompletionCommand.class
        })
final class Root {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    GlobalOptions options() {
        return options;
    }
}
