package waxwing.server.delivery;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.ServerFrame;
import waxwing.relay.v1.SignedCertificate;
import waxwing.relay.v1.Submit;
import waxwing.server.account.Accounts;
import waxwing.server.account.Caller;
import waxwing.server.credentials.Certificates;
import waxwing.server.mailbox.Mailbox;

/// The relay's end of a device's stream without a transport under it.
public final class SteppedExchange {
    private static final ByteString CERTIFICATE =
            SignedCertificate.getDefaultInstance().toByteString();

    private SteppedExchange() {}

    /// What becomes of submits.
    public interface Submitter {
        void submit(Submit submit, Consumer<SendOutcome> listener);
    }

    /// @param isHolding whether frames wait behind one that is taken elsewhere
    public record Opened(StreamObserver<ClientFrame> frames, BooleanSupplier isHolding) {}

    /// @param atHand whether a submit need not wait for the disk: any answer will do
    /// @param waiting runs what may have to wait
    public static Opened open(
            Caller caller,
            ServerCallStreamObserver<ServerFrame> call,
            Accounts accounts,
            Mailbox mailbox,
            Submitter submitter,
            BooleanSupplier atHand,
            Executor waiting) {
        ExchangeStream stream = new ExchangeStream(
                caller,
                new Parsed(call),
                new ExchangeStream.Surroundings(
                        accounts,
                        mailbox,
                        new Deliveries(new SameForAll()),
                        new ExchangeStream.Submitting() {
                            @Override
                            public boolean mayWait(Caller device, Submit submit) {
                                return !atHand.getAsBoolean();
                            }

                            @Override
                            public void submit(Caller device, Submit submit, Consumer<SendOutcome> listener) {
                                submitter.submit(submit, listener);
                            }
                        },
                        waiting));
        return new Opened(stream, stream::isElsewhere);
    }

    private record SameForAll() implements Certificates {
        @Override
        public ByteString byId(long certificateId) {
            return CERTIFICATE;
        }

        @Override
        public boolean isAtHand(long certificateId) {
            return true;
        }
    }

    /// Reads the frames as the device's transport would.
    private static final class Parsed extends ServerCallStreamObserver<DownFrame> {
        private final ServerCallStreamObserver<ServerFrame> call;

        private Parsed(ServerCallStreamObserver<ServerFrame> call) {
            this.call = call;
        }

        @Override
        public void onNext(DownFrame frame) {
            try {
                call.onNext(ServerFrame.parseFrom(DownFrame.MARSHALLER.stream(frame)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onError(Throwable cause) {
            call.onError(cause);
        }

        @Override
        public void onCompleted() {
            call.onCompleted();
        }

        @Override
        public boolean isReady() {
            return call.isReady();
        }

        @Override
        public boolean isCancelled() {
            return call.isCancelled();
        }

        @Override
        public void request(int count) {
            call.request(count);
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {
            call.setOnReadyHandler(handler);
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {
            call.setOnCancelHandler(handler);
        }

        @Override
        public void setOnCloseHandler(Runnable handler) {
            call.setOnCloseHandler(handler);
        }

        @Override
        public void disableAutoRequest() {
            call.disableAutoRequest();
        }

        @Override
        public void disableAutoInboundFlowControl() {
            call.disableAutoRequest();
        }

        @Override
        public void setCompression(String compression) {
            call.setCompression(compression);
        }

        @Override
        public void setMessageCompression(boolean enable) {
            call.setMessageCompression(enable);
        }
    }
}
