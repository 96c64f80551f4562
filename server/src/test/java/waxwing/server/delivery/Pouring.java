package waxwing.server.delivery;

import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.ExchangeOptions;
import waxwing.relay.v1.MessagingGrpc;
import waxwing.relay.v1.ServerFrame;
import waxwing.relay.v1.Submit;

/// A device's stream that submits as fast as the relay takes it, and keeps nothing of the answers but their number.
final class Pouring implements ClientResponseObserver<ClientFrame, ServerFrame> {
    private final Semaphore ready = new Semaphore(0);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private int sent;
    private @Nullable ClientCallStreamObserver<ClientFrame> call;

    Pouring(Channel device) {
        MessagingGrpc.newStub(device).exchange(this);
        up().onNext(ClientFrame.newBuilder()
                .setOptions(ExchangeOptions.newBuilder().setClientVersion("test"))
                .build());
    }

    private ClientCallStreamObserver<ClientFrame> up() {
        return Objects.requireNonNull(call);
    }

    void submit(Submit submit) throws InterruptedException {
        while (!up().isReady()) {
            ready.acquire();
        }
        up().onNext(ClientFrame.newBuilder().setSubmit(submit).build());
        sent++;
    }

    /// @return how many of the submits were accepted
    int accepted() {
        await().atMost(Duration.ofMinutes(2)).until(() -> answered.get() == sent);
        return accepted.get();
    }

    int answered() {
        return answered.get();
    }

    void hangUp() {
        up().cancel("gone", null);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ClientFrame> requests) {
        call = requests;
        requests.setOnReadyHandler(ready::release);
    }

    @Override
    public void onNext(ServerFrame frame) {
        if (frame.hasSubmitResult()) {
            boolean good = frame.getSubmitResult().hasResults()
                    && frame.getSubmitResult().getResults().getResults(0).hasAccepted();
            accepted.addAndGet(good ? 1 : 0);
            answered.incrementAndGet();
        }
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
}
