package waxwing.client.exchange;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import waxwing.client.relay.RelayConnection;
import waxwing.relay.v1.Acknowledge;
import waxwing.relay.v1.Acknowledgement;
import waxwing.relay.v1.Acknowledgement.Fate;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.ExchangeOptions;
import waxwing.relay.v1.MessagingGrpc;
import waxwing.relay.v1.ServerFrame;

/// One run of the stream, from its options to its end. Any thread may acknowledge.
final class ExchangeStream implements ClientResponseObserver<ClientFrame, ServerFrame> {
    private static final String VERSION = "waxwing/0.1.0";

    private final Exchange exchange;
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable ClientCallStreamObserver<ClientFrame> up;
    private boolean spoken;

    ExchangeStream(Exchange exchange) {
        this.exchange = exchange;
    }

    /// @return why it ended
    Throwable openAndAwaitEnd(RelayConnection relay) throws InterruptedException {
        relay.stub(MessagingGrpc::newStub).exchange(this);
        write(ClientFrame.newBuilder()
                .setOptions(ExchangeOptions.newBuilder().setClientVersion(VERSION))
                .build());
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a stream is never a failure of its own", e);
        }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ClientFrame> requests) {
        up = requests;
    }

    @Override
    public void onNext(ServerFrame frame) {
        if (!spoken) {
            spoken = true;
            exchange.opened();
        }
        switch (frame.getFrameCase()) {
            case DELIVERY -> exchange.delivered(this, frame.getDelivery());
            case QUEUE_EMPTY -> exchange.caughtUp();
            case SUBMIT_RESULT, FRAME_NOT_SET -> {}
        }
    }

    void acknowledge(long sequence, Fate fate) {
        write(ClientFrame.newBuilder()
                .setAcknowledge(Acknowledge.newBuilder()
                        .addAcknowledgements(Acknowledgement.newBuilder()
                                .setSequence(sequence)
                                .setFate(fate)))
                .build());
    }

    /// Does nothing once the stream has ended: what was not acknowledged comes again.
    private void write(ClientFrame frame) {
        writing.lock();
        try {
            ClientCallStreamObserver<ClientFrame> open = up;
            if (open != null && !end.isDone()) {
                open.onNext(frame);
            }
        } catch (IllegalStateException _) {
            // It ended between the look and the write.
        } finally {
            writing.unlock();
        }
    }

    /// Ends it from this side.
    void end() {
        ClientCallStreamObserver<ClientFrame> open = up;
        if (open != null) {
            open.cancel("this end has had enough", null);
        }
        end.complete(Status.CANCELLED.asRuntimeException());
    }

    @Override
    public void onError(Throwable why) {
        end.complete(why);
    }

    @Override
    public void onCompleted() {
        end.complete(Status.UNAVAILABLE.asRuntimeException());
    }
}
