package waxwing.server.simulation;

/// What may happen next, and how often it does. Each run makes some of it rarer and some more frequent, and leaves
/// many accidents out, so that runs differ in kind.
enum Step {
    ACCEPT(4),
    TAKE(20),
    NOTICE(8),
    COMMIT(8),
    TELL(8),
    LOAD(8),
    CONNECT(8),
    READ(20),
    FILE(10),
    ACKNOWLEDGE(10),
    PACK(8),
    SEND(8),
    WRITE(6),
    CLOCK(2),
    WIPE(1),

    TIDY(0.3),
    MINUTES(0.04),
    HOURS(0.01),
    CUT(0.15),
    ABANDON(0.15),
    LEAVE(0.05),
    CRASH_DEVICE(0.15),
    CRASH_RELAY(0.08),
    STOP_RELAY(0.02),
    START_RELAY(6),
    FILL_DISK(0.06),
    FREE_DISK(0.5),
    REGISTER_AGAIN(0.04),
    LINK(0.02),
    UNLINK(0.02);

    final double frequency;

    Step(double frequency) {
        this.frequency = frequency;
    }

    boolean isAccident() {
        return switch (this) {
            case TIDY,
                    MINUTES,
                    HOURS,
                    CUT,
                    ABANDON,
                    LEAVE,
                    CRASH_DEVICE,
                    CRASH_RELAY,
                    STOP_RELAY,
                    FILL_DISK,
                    REGISTER_AGAIN,
                    LINK,
                    UNLINK -> true;
            case ACCEPT,
                    TAKE,
                    NOTICE,
                    COMMIT,
                    TELL,
                    LOAD,
                    CONNECT,
                    READ,
                    FILE,
                    ACKNOWLEDGE,
                    PACK,
                    SEND,
                    WRITE,
                    CLOCK,
                    WIPE,
                    START_RELAY,
                    FREE_DISK -> false;
        };
    }
}
