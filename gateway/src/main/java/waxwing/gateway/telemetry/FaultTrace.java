package waxwing.gateway.telemetry;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What a log may hold of a fault: the kinds of exception and where they came from. Never their messages, which
/// can quote a number or content.
public final class FaultTrace {
    private static final int FRAMES = 8;
    private static final int CAUSES = 4;

    private FaultTrace() {}

    public static String of(Throwable fault) {
        var trace = new StringBuilder();
        Throwable cause = fault;
        for (int i = 0; i < CAUSES && cause != null; i++) {
            trace.append(i == 0 ? "" : "; caused by ").append(cause.getClass().getName());
            trace.append(Arrays.stream(cause.getStackTrace())
                    .limit(FRAMES)
                    .map(Object::toString)
                    .collect(Collectors.joining(" < ", " at ", "")));
            cause = cause.getCause();
        }
        return trace.toString();
    }
}
