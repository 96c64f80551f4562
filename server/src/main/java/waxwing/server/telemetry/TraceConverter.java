package waxwing.server.telemetry;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;

/// How failures are written to the log, `%trace` in its pattern: the classes and the stack of a failure and its
/// causes, without their messages. A driver's message holds the values of a row, a mail server's the recipient, a
/// parser's what it was given. Only what the disk says is quoted, which is about files.
public final class TraceConverter extends ThrowableHandlingConverter {
    private static final int FRAMES = 40;
    private static final int CAUSES = 6;

    @Override
    public String convert(ILoggingEvent event) {
        return event.getThrowableProxy() instanceof ThrowableProxy proxy ? trace(proxy.getThrowable()) : "";
    }

    private static String trace(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES)
                .map(TraceConverter::one)
                .collect(Collectors.joining("caused by "));
    }

    private static String one(Throwable failure) {
        boolean ofTheDisk = failure instanceof RocksDBException || failure instanceof FileSystemException;
        return failure.getClass().getName()
                + (ofTheDisk ? ": " + failure.getMessage() : "")
                + System.lineSeparator()
                + Arrays.stream(failure.getStackTrace())
                        .limit(FRAMES)
                        .map(frame -> "    at " + frame + System.lineSeparator())
                        .collect(Collectors.joining());
    }
}
