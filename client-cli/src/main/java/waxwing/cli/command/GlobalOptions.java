package waxwing.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import waxwing.cli.owner.Invocation;
import waxwing.cli.terminal.Output.Manner;
import waxwing.cli.terminal.ProfileName;

/// The options that every command takes, before or behind its name.
public final class GlobalOptions {
    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "which account of this machine (default: default)")
    private @Nullable String profile;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "answer with JSON, failures too")
    private boolean json;

    @Option(names = "--plain", scope = ScopeType.INHERIT, description = "nothing but lines of text")
    private boolean plain;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "no remarks")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "say more where something fails")
    private boolean verbose;

    @Option(names = "--no-input", scope = ScopeType.INHERIT, description = "never ask for anything")
    private boolean noInput;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            description = "auto, always or never (default: auto)")
    private Color color = Color.AUTO;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "a file whose first line opens the profile")
    private @Nullable String passphraseFile;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // The library itself acts on it.
    private boolean help;

    enum Color {
        AUTO,
        ALWAYS,
        NEVER
    }

    /// The flag, else `WAXWING_PROFILE`, else `default`.
    public ProfileName profile(Invocation invocation) {
        @Nullable
        String named = profile != null ? profile : invocation.variables().get("WAXWING_PROFILE");
        return named == null ? ProfileName.DEFAULT : new ProfileName(named);
    }

    public Manner manner() {
        return json ? Manner.SCRIPTS : quiet ? Manner.PEOPLE_QUIETLY : Manner.PEOPLE;
    }

    public boolean plain() {
        return plain;
    }

    public boolean verbose() {
        return verbose;
    }

    public boolean mayAsk() {
        return !noInput;
    }

    /// The flag, else `WAXWING_PASSPHRASE_FILE`.
    @Nullable
    String passphraseFile(Invocation invocation) {
        return passphraseFile != null ? passphraseFile : invocation.variables().get("WAXWING_PASSPHRASE_FILE");
    }

    /// Colours are used only by the full-screen program and the line editor.
    public boolean colorful(Invocation invocation) {
        return switch (color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                invocation.terminals().output()
                        && !invocation.variables().containsKey("NO_COLOR")
                        && !"dumb".equals(invocation.variables().get("TERM"));
        };
    }
}
