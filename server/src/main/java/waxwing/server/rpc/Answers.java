package waxwing.server.rpc;

import io.grpc.stub.StreamObserver;

/// Answering a unary call.
public final class Answers {
    private Answers() {}

    /// Sends the one answer and ends the call.
    public static <T> void with(T answer, StreamObserver<T> observer) {
        observer.onNext(answer);
        observer.onCompleted();
    }
}
