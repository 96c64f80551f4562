package waxwing.server.delivery;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import waxwing.relay.v1.Acknowledge;
import waxwing.relay.v1.Acknowledgement;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.Delivery;
import waxwing.relay.v1.ExchangeOptions;
import waxwing.relay.v1.MessagingGrpc;
import waxwing.relay.v1.ServerFrame;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.SubmitResult;
import waxwing.server.TestDevice;

/// A test device's open `Exchange` stream and all that came down it.
public final class Connected implements StreamObserver<ServerFrame> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final List<ServerFrame> frames = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<@Nullable Status> ended = new AtomicReference<>();
    private final StreamObserver<ClientFrame> up;
    private volatile boolean prompt;

    private final TestDevice device;

    private Connected(TestDevice device) {
        this.device = device;
        up = MessagingGrpc.newStub(device.channel()).exchange(this);
    }

    public static Connected open(TestDevice device) {
        Connected connected = new Connected(device);
        connected.send(ClientFrame.newBuilder()
                .setOptions(ExchangeOptions.newBuilder().setClientVersion("test"))
                .build());
        return connected;
    }

    /// A stream that has sent nothing yet.
    static Connected silent(TestDevice device) {
        return new Connected(device);
    }

    TestDevice device() {
        return device;
    }

    void send(ClientFrame frame) {
        up.onNext(frame);
    }

    SubmitResult submit(Submit submit) {
        int before = results().size();
        send(ClientFrame.newBuilder().setSubmit(submit).build());
        await().until(() -> results().size() > before);
        return results().getLast();
    }

    public void acknowledge(Delivery delivery) {
        send(ClientFrame.newBuilder()
                .setAcknowledge(Acknowledge.newBuilder()
                        .addAcknowledgements(Acknowledgement.newBuilder()
                                .setSequence(delivery.getSequence())
                                .setFate(Acknowledgement.Fate.STORED)))
                .build());
    }

    /// Acknowledges from now on whatever comes, as it comes.
    public Connected prompt() {
        prompt = true;
        return this;
    }

    void halfClose() {
        up.onCompleted();
    }

    /// Waits for so many deliveries; there may be more.
    public List<Delivery> deliveries(int count) {
        await().until(() -> deliveries().size() >= count);
        return deliveries();
    }

    public List<Delivery> deliveries() {
        return snapshot().stream()
                .filter(ServerFrame::hasDelivery)
                .map(ServerFrame::getDelivery)
                .toList();
    }

    List<SubmitResult> results() {
        return snapshot().stream()
                .filter(ServerFrame::hasSubmitResult)
                .map(ServerFrame::getSubmitResult)
                .toList();
    }

    /// Waits until the queue is empty: everything from before the connection is acknowledged.
    public Connected drained() {
        await().until(() -> snapshot().stream().anyMatch(ServerFrame::hasQueueEmpty));
        return this;
    }

    Status ended() {
        await().until(() -> ended.get() != null);
        return Optional.ofNullable(ended.get()).orElseThrow();
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollInterval(LOOK_AGAIN).atMost(PATIENCE);
    }

    private List<ServerFrame> snapshot() {
        synchronized (frames) {
            return List.copyOf(frames);
        }
    }

    @Override
    public void onNext(ServerFrame frame) {
        frames.add(frame);
        if (prompt && frame.hasDelivery()) {
            acknowledge(frame.getDelivery());
        }
    }

    @Override
    public void onError(Throwable failure) {
        ended.set(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        ended.set(Status.OK);
    }
}
