package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import waxwing.relay.v1.Acknowledge;
import waxwing.relay.v1.Acknowledgement;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.DestinationResult.OutcomeCase;
import waxwing.relay.v1.ExchangeOptions;
import waxwing.relay.v1.MessagingGrpc;
import waxwing.relay.v1.ServerFrame;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;

/// Connected devices that stop reading while they are sent to, and a sender that floods, over a real relay and TLS.
/// `-Dwaxwing.stalled.readers=100 -Dwaxwing.stalled.queued=10000` fills a hundred mailboxes to the brim.
@Isolated("measures the memory of the whole process")
class StalledReadersTest {
    private static final int READERS = Integer.getInteger("waxwing.stalled.readers", 6);
    private static final int QUEUED = Integer.getInteger("waxwing.stalled.queued", 6_000);
    private static final int PAYLOAD = 512;
    private static final int SMALLEST_WINDOW = 65_535;
    private static final int TALK = 100;

    /// A stream's window and buffer of [waxwing.server.mailbox.MailboxStream], as objects, and the transport's.
    private static final long BYTES_OF_A_READER = 3L << 19;
    /// What a relay remembers in any case, such as the last submits.
    private static final long BYTES_OF_A_RELAY = 20L << 20;

    @SuppressWarnings("NullAway.Init") // Started before each test.
    private TestRelay relay;

    private int numbers = 1_000;

    @BeforeEach
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void stalledReadersCostABoundedBufferAndNobodyElseAndLaterReadAllInOrder() throws InterruptedException {
        TestDevice sender = person();
        List<Reader> readers =
                IntStream.range(0, READERS).mapToObj(_ -> new Reader(person())).toList();
        Connected listener = Connected.open(person()).drained().prompt();
        long before = usedAfterCollection();

        Pouring pouring = new Pouring(sender.channel());
        for (int message = 0; message < QUEUED; message++) {
            for (Reader reader : readers) {
                pouring.submit(Submits.to(reader.device, text(message), relay.clock()));
            }
        }
        talk(listener.device());
        assertThat(pouring.accepted()).isEqualTo(READERS * QUEUED);
        assertThat(listener.deliveries(TALK)).hasSize(TALK);

        long kept = usedAfterCollection() - before;
        assertThat(kept)
                .as("bytes for %s readers, with %s bytes queued", READERS, (long) READERS * QUEUED * PAYLOAD)
                .isLessThan(READERS * BYTES_OF_A_READER + BYTES_OF_A_RELAY);

        readers.forEach(Reader::readOn);
        await().atMost(Duration.ofMinutes(4))
                .until(() -> readers.stream().allMatch(reader -> reader.received() == QUEUED || reader.isWrong()));
        assertThat(readers).allSatisfy(reader -> assertThat(reader.wrong()).isNull());
    }

    @Test
    void aSenderThatFloodsDoesNotKeepAnothersMessagesFromArriving() throws InterruptedException {
        Connected listener = Connected.open(person()).drained().prompt();
        TestDevice flooding = person();
        TestDevice target = person();
        Pouring pouring = new Pouring(flooding.channel());
        Thread flood = Thread.ofVirtual().start(() -> {
            try {
                while (!Thread.interrupted()) {
                    pouring.submit(Submits.to(target, text(0), relay.clock()));
                }
            } catch (InterruptedException _) {
                // The others have talked.
            }
        });
        await().until(() -> pouring.answered() > TALK);
        long before = usedAfterCollection();
        int floodedBefore = pouring.answered();

        talk(listener.device());

        int flooded = pouring.answered() - floodedBefore;
        flood.interrupt();
        flood.join();
        assertThat(listener.deliveries(TALK)).hasSize(TALK);
        assertThat(flooded).as("answers to who floods, while %s others", TALK).isBetween(TALK, 1_000 * TALK);
        assertThat(usedAfterCollection() - before).isLessThan(BYTES_OF_A_READER + BYTES_OF_A_RELAY);
    }

    /// One message after the other, each when the one before is accepted.
    private void talk(TestDevice to) {
        TestDevice talker = person();
        var stub = MessagingGrpc.newBlockingStub(talker.channel());
        for (int message = 0; message < TALK; message++) {
            assertThat(Submits.outcome(stub.send(Submits.to(to, text(message), relay.clock()))))
                    .isEqualTo(OutcomeCase.ACCEPTED);
        }
    }

    private TestDevice person() {
        return TestDevice.ofPerson(relay, "+1202555" + numbers++).register();
    }

    private static String text(int message) {
        String number = Integer.toString(message);
        return number + " ".repeat(PAYLOAD - number.length());
    }

    private static long usedAfterCollection() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /// A connected device that reads nothing until it is told to, and then checks what comes.
    private final class Reader implements ClientResponseObserver<ClientFrame, ServerFrame> {
        private static final int TOGETHER = 64;

        private final TestDevice device;
        private final AtomicInteger received = new AtomicInteger();
        private final AtomicReference<@Nullable String> wrong = new AtomicReference<>();
        private Acknowledge.Builder acknowledge = Acknowledge.newBuilder();
        private @Nullable ClientCallStreamObserver<ClientFrame> call;

        Reader(TestDevice device) {
            this.device = device;
            MessagingGrpc.newStub(device.over(relay.channel(builder -> builder.flowControlWindow(SMALLEST_WINDOW))))
                    .exchange(this);
            up().onNext(ClientFrame.newBuilder()
                    .setOptions(ExchangeOptions.newBuilder().setClientVersion("test"))
                    .build());
        }

        private ClientCallStreamObserver<ClientFrame> up() {
            return Objects.requireNonNull(call);
        }

        void readOn() {
            up().request(Integer.MAX_VALUE);
        }

        int received() {
            return received.get();
        }

        boolean isWrong() {
            return wrong.get() != null;
        }

        @Nullable
        String wrong() {
            return wrong.get();
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ClientFrame> requests) {
            call = requests;
            requests.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(ServerFrame frame) {
            if (!frame.hasDelivery()) {
                return;
            }
            String text = frame.getDelivery()
                    .getEnvelope()
                    .getCiphertext()
                    .toStringUtf8()
                    .strip();
            int expected = received.getAndIncrement();
            if (!text.equals(Integer.toString(expected))) {
                wrong.compareAndSet(null, text + " instead of " + expected);
            }
            acknowledge.addAcknowledgements(Acknowledgement.newBuilder()
                    .setSequence(frame.getDelivery().getSequence())
                    .setFate(Acknowledgement.Fate.STORED));
            if (acknowledge.getAcknowledgementsCount() == TOGETHER || expected == QUEUED - 1) {
                up().onNext(ClientFrame.newBuilder().setAcknowledge(acknowledge).build());
                acknowledge = Acknowledge.newBuilder();
            }
        }

        @Override
        public void onError(Throwable failure) {
            wrong.compareAndSet(null, "the stream ended: " + failure);
        }

        @Override
        public void onCompleted() {}
    }
}
