package waxwing.server.rpc;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How faults are written to the log: where they came from, without what their messages might quote.
final class Faults {
    private static final int FRAMES = 25;
    private static final int CAUSES = 6;

    private Faults() {}

    /// The classes and stack of a failure and its causes, one a line. Messages are left out: a driver's may hold
    /// values.
    static String trace(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES)
                .map(cause -> cause.getClass().getName() + "\n"
                        + Arrays.stream(cause.getStackTrace())
                                .limit(FRAMES)
                                .map(frame -> "    at " + frame)
                                .collect(Collectors.joining("\n")))
                .collect(Collectors.joining("\ncaused by "));
    }
}
