package waxwing.server.rpc;

import io.grpc.stub.StreamObserver;
import java.time.Duration;

/// Answering calls.
public final class Answers {
    private Answers() {}

    /// How long to wait, rounded up: a client that waits exactly so long isn't a moment too early.
    public static long millis(Duration wait) {
        return wait.plusNanos(999_999).toMillis();
    }

    /// Sends the one answer and ends the call.
    public static <T> void with(T answer, StreamObserver<T> observer) {
        observer.onNext(answer);
        observer.onCompleted();
    }
}
