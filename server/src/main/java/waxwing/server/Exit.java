package waxwing.server;

/// How the relay's commands end, as the interfaces promise it (after sysexits.h).
enum Exit {
    OK(0),
    BUG(1),
    USAGE(2),
    NOT_FOUND(3),
    RELAY_UNAVAILABLE(69),
    LOCAL_IO(74),
    NOT_PERMITTED(77),
    CONFIGURATION(78);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
