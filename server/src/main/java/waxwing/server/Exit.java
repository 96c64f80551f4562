package waxwing.server;

import java.util.Locale;

/// The closed list of how the relay's commands end, as the interfaces promise it (after sysexits.h): what
/// `--json` calls it and what the process exits with.
enum Exit {
    BUG(1),
    USAGE(2),
    MALFORMED_VALUE(2),
    NOT_FOUND(3),
    RELAY_UNAVAILABLE(69),
    LOCAL_IO(74),
    CONFIGURATION(78);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /// Its name in JSON, for example `relay_unavailable`.
    String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
