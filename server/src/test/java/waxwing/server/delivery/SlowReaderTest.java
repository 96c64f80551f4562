package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.ExchangeOptions;
import waxwing.relay.v1.GetStatusRequest;
import waxwing.relay.v1.MessagingGrpc;
import waxwing.relay.v1.ServerFrame;
import waxwing.relay.v1.Submit;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;

/// Devices that submit and do not read, and devices that go, over a real relay and TLS.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowReaderTest {
    private static final int MANY = 4_000;
    private static final int FEW = 200;
    private static final int SMALLEST_WINDOW = 65_535;

    /// 4 KiB up, and almost 2 KiB of what is wrong with it down.
    private static final ClientFrame SUBMIT = ClientFrame.newBuilder()
            .setSubmit(Submit.newBuilder().addDestinations(badDestination()).addDestinations(badDestination()))
            .build();

    @SuppressWarnings("NullAway.Init") // Started before all tests.
    private TestRelay relay;

    private static Destination badDestination() {
        Destination.Builder destination = Destination.newBuilder();
        for (int i = 0; i < 6; i++) {
            destination.addCiphertexts(DeviceCiphertext.newBuilder().setCiphertext(ByteString.copyFrom(new byte[341])));
        }
        return destination.build();
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder);
    }

    @AfterAll
    void stop() {
        relay.close();
    }

    @Test
    void aDeviceThatNeverReadsIsSoonNotReadEitherAndGoesOnWhenItReads() throws InterruptedException {
        SlowReader device =
                new SlowReader(TestDevice.ofPerson(relay, "+12025550101").register());

        int sent = device.submitWhileTheRelayReads(MANY);

        assertThat(sent).as("of %s submits", MANY).isLessThan(MANY / 2);
        device.readOn();
        await().atMost(Duration.ofSeconds(30)).until(() -> device.results() == sent);
        assertThat(device.submitWhileTheRelayReads(MANY)).isEqualTo(MANY);
        await().atMost(Duration.ofSeconds(30)).until(() -> device.results() == sent + MANY);
    }

    @Test
    void aDeviceThatGoesLeavesItsMailboxWhetherItReadOrNot() throws InterruptedException {
        Connected reader = Connected.open(
                        TestDevice.ofPerson(relay, "+12025550102").register())
                .drained();
        SlowReader slow =
                new SlowReader(TestDevice.ofPerson(relay, "+12025550103").register());
        assertThat(slow.submitWhileTheRelayReads(FEW)).isEqualTo(FEW);
        int before = connectedDevices();

        reader.halfClose();
        slow.hangUp();

        await().until(() -> connectedDevices() == before - 2);
    }

    private int connectedDevices() {
        return relay.operator(operator -> operator.getStatus(GetStatusRequest.getDefaultInstance()))
                .getConnectedDevices();
    }

    /// A device's stream on which nothing is read until it is told to.
    private final class SlowReader implements ClientResponseObserver<ClientFrame, ServerFrame> {
        private final Semaphore ready = new Semaphore(0);
        private final AtomicInteger results = new AtomicInteger();
        private @Nullable ClientCallStreamObserver<ClientFrame> call;

        SlowReader(TestDevice device) {
            MessagingGrpc.newStub(device.over(relay.channel(builder -> builder.flowControlWindow(SMALLEST_WINDOW))))
                    .exchange(this);
            up().onNext(ClientFrame.newBuilder()
                    .setOptions(ExchangeOptions.newBuilder().setClientVersion("test"))
                    .build());
        }

        private ClientCallStreamObserver<ClientFrame> up() {
            return Objects.requireNonNull(call);
        }

        /// @return how many were sent before the relay stopped to read
        int submitWhileTheRelayReads(int most) throws InterruptedException {
            int sent = 0;
            while (sent < most) {
                if (up().isReady()) {
                    up().onNext(SUBMIT);
                    sent++;
                } else if (!ready.tryAcquire(3, TimeUnit.SECONDS)) {
                    break;
                }
            }
            return sent;
        }

        void readOn() {
            up().request(Integer.MAX_VALUE);
        }

        int results() {
            return results.get();
        }

        void hangUp() {
            up().cancel("gone", null);
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ClientFrame> requests) {
            call = requests;
            requests.disableAutoRequestWithInitial(0);
            requests.setOnReadyHandler(ready::release);
        }

        @Override
        public void onNext(ServerFrame frame) {
            if (frame.hasSubmitResult()) {
                results.incrementAndGet();
            }
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }
}
