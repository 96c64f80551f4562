package waxwing.cli.terminal;

import java.util.Locale;

/// The closed list of how a command can fail: what `--json` calls it and what the process exits with.
public enum ErrorCode {
    BUG(1),
    USAGE(2),
    MALFORMED_VALUE(2),
    MESSAGE_TOO_LARGE(2),
    NOT_FOUND(3),
    AMBIGUOUS(3),
    RECIPIENT_NOT_FOUND(3),
    IDENTITY_CHANGED(4),
    RATE_LIMITED(5),
    NO_TRIES_LEFT(5),
    NOT_DELIVERED(6),
    LOCKED(7),
    RELAY_UNAVAILABLE(69),
    LOCAL_IO(74),
    TEMPORARY(75),
    NOT_PERMITTED(77),
    BLOCKED(77),
    WRONG_CODE(77),
    NOT_GENUINE(77),
    CONFIGURATION(78),
    NOT_REGISTERED(78),
    WRONG_PIN(78),
    RELAY_NOT_TRUSTED(78),
    INTERRUPTED(130);

    private final int exit;

    ErrorCode(int exit) {
        this.exit = exit;
    }

    /// The process's exit status.
    public int exit() {
        return exit;
    }

    /// Its name in JSON, for example `identity_changed`.
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
