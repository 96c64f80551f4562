package waxwing.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import waxwing.model.AccountId;
import waxwing.model.SubmitId;
import waxwing.model.Uuids;
import waxwing.relay.v1.Acknowledge;
import waxwing.relay.v1.Acknowledgement;
import waxwing.relay.v1.CiphertextType;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.Delivery;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.DestinationResult;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.ExchangeOptions;
import waxwing.relay.v1.MessagingGrpc;
import waxwing.relay.v1.ServerFrame;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.SubmitResult;

/// A registered device that speaks the wire protocol as it is, with random bytes for ciphertext. The first eight
/// bytes of a ciphertext are the nanoTime of its submit, so that whoever gets it knows how long it took.
final class RawDevice implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Commitments COMMITMENTS = Commitments.newBuilder()
            .setHeader(ByteString.copyFrom(new byte[32]))
            .setBody(ByteString.copyFrom(new byte[32]))
            .build();

    private final AccountId account;
    private final int registrationId;
    private final String credentials;
    private final InstantSource clock;
    private final SplittableRandom random;
    private final ManagedChannel channel;
    private final Executor loop;
    private final Map<ByteString, Long> submitted = new HashMap<>();
    private StreamObserver<ClientFrame> up = new Silent();
    private Acknowledge.Builder acknowledge = Acknowledge.newBuilder();
    private LongConsumer onDelivered = _ -> {};
    private LongConsumer onAccepted = _ -> {};
    private Runnable onQueueEmpty = () -> {};

    RawDevice(Registered registered, RelayChannels channels, InstantSource clock, long seed) {
        this.account = registered.account();
        this.registrationId = registered.registrationId();
        this.credentials = registered.credentials();
        this.channel = channels.open();
        this.loop = channels.loop();
        this.clock = clock;
        this.random = new SplittableRandom(seed);
    }

    /// What registering gave.
    record Registered(AccountId account, int registrationId, String credentials) {}

    /// @param delivered told the nanoseconds that each message took from submit to here
    /// @param accepted told the nanoseconds from submit to its `accepted`
    synchronized void connect(LongConsumer delivered, LongConsumer accepted, Runnable queueEmpty) {
        onDelivered = delivered;
        onAccepted = accepted;
        onQueueEmpty = queueEmpty;
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, credentials);
        up = MessagingGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .exchange(new Down());
        up.onNext(ClientFrame.newBuilder()
                .setOptions(ExchangeOptions.newBuilder().setClientVersion("waxwing-bench"))
                .build());
    }

    /// Ends the stream; what it has not acknowledged stays in the mailbox.
    synchronized void disconnect() {
        up.onCompleted();
        up = new Silent();
    }

    synchronized void submit(RawDevice to, int payload) {
        byte[] ciphertext = new byte[payload];
        random.nextBytes(ciphertext);
        long now = System.nanoTime();
        ByteBuffer.wrap(ciphertext).putLong(now);
        ByteString submitId = UnsafeByteOperations.unsafeWrap(new SubmitId(Uuids.version7(clock, random)).toBytes());
        submitted.put(submitId, now);
        up.onNext(ClientFrame.newBuilder()
                .setSubmit(Submit.newBuilder()
                        .setSubmitId(submitId)
                        .setCommitments(COMMITMENTS)
                        .addDestinations(Destination.newBuilder()
                                .setAccountId(ByteString.copyFrom(to.account.toBytes()))
                                .addCiphertexts(DeviceCiphertext.newBuilder()
                                        .setDeviceId(1)
                                        .setRegistrationId(to.registrationId)
                                        .setType(CiphertextType.CIPHERTEXT_TYPE_SESSION)
                                        .setCiphertext(UnsafeByteOperations.unsafeWrap(ciphertext)))))
                .build());
    }

    private synchronized void delivered(Delivery delivery) {
        onDelivered.accept(System.nanoTime()
                - delivery.getEnvelope().getCiphertext().asReadOnlyByteBuffer().getLong());
        acknowledge.addAcknowledgements(
                Acknowledgement.newBuilder().setSequence(delivery.getSequence()).setFate(Acknowledgement.Fate.STORED));
        // Whatever comes in within one turn of the event loop is acknowledged in one frame.
        if (acknowledge.getAcknowledgementsCount() == 1) {
            loop.execute(this::flush);
        }
    }

    private synchronized void flush() {
        if (acknowledge.getAcknowledgementsCount() > 0) {
            up.onNext(ClientFrame.newBuilder().setAcknowledge(acknowledge).build());
            acknowledge = Acknowledge.newBuilder();
        }
    }

    private synchronized void accepted(SubmitResult result) {
        Long since = submitted.remove(result.getSubmitId());
        if (since == null || !result.getResults().getResultsList().stream().allMatch(DestinationResult::hasAccepted)) {
            throw new IllegalStateException("not accepted: " + result);
        }
        onAccepted.accept(System.nanoTime() - since);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private final class Down implements StreamObserver<ServerFrame> {
        @Override
        public void onNext(ServerFrame frame) {
            switch (frame.getFrameCase()) {
                case DELIVERY -> delivered(frame.getDelivery());
                case SUBMIT_RESULT -> accepted(frame.getSubmitResult());
                case QUEUE_EMPTY -> onQueueEmpty.run();
                case FRAME_NOT_SET -> throw new IllegalStateException("an empty frame");
            }
        }

        @Override
        public void onError(Throwable status) {
            // A stream that ends in mid-run makes its row stop short, which the row notices.
        }

        @Override
        public void onCompleted() {}
    }

    private static final class Silent implements StreamObserver<ClientFrame> {
        @Override
        public void onNext(ClientFrame frame) {}

        @Override
        public void onError(Throwable status) {}

        @Override
        public void onCompleted() {}
    }
}
