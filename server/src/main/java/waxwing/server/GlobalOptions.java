package waxwing.server;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every command of every face of Waxwing takes, before or behind its name. The hidden ones
/// mean nothing here: a relay has no profiles, asks for nothing, and prints neither colours nor remarks.
final class GlobalOptions {
    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Answer with JSON, failures too")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say more where something fails")
    private boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            hidden = true)
    @SuppressWarnings("UnusedVariable")
    private boolean quiet;

    @Option(names = "--no-input", scope = ScopeType.INHERIT, hidden = true)
    @SuppressWarnings("UnusedVariable")
    private boolean noInput;

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

    boolean verbose() {
        return verbose;
    }
}
