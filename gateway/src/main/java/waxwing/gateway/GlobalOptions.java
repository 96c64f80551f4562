package waxwing.gateway;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every command of every face of Waxwing takes, before or behind its name. The hidden ones
/// mean nothing here: a gateway has no profiles, and prints neither colours nor anything but lines.
final class GlobalOptions {
    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Answer with JSON, failures too.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No remarks.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say more where something fails.")
    private boolean verbose;

    @Option(names = "--no-input", scope = ScopeType.INHERIT, description = "Never ask for anything.")
    private boolean noInput;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // The library itself acts on it.
    private boolean help;

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            hidden = true)
    @SuppressWarnings("UnusedVariable")
    private @Nullable String profile;

    @Option(names = "--plain", scope = ScopeType.INHERIT, hidden = true)
    @SuppressWarnings("UnusedVariable")
    private boolean plain;

    @Option(names = "--color", paramLabel = "WHEN", scope = ScopeType.INHERIT, hidden = true)
    @SuppressWarnings("UnusedVariable")
    private Color color = Color.AUTO;

    enum Color {
        AUTO,
        ALWAYS,
        NEVER
    }

    boolean json() {
        return json;
    }

    boolean quiet() {
        return quiet;
    }

    boolean verbose() {
        return verbose;
    }

    boolean mayAsk() {
        return !noInput;
    }
}
