package waxwing.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import waxwing.client.relay.DeviceCredentials;
import waxwing.client.relay.RelayConnection;
import waxwing.content.v1.Header;
import waxwing.content.v1.Sealed;
import waxwing.crypto.CiphertextForm;
import waxwing.crypto.DecryptResult;
import waxwing.crypto.SecretBytes;
import waxwing.crypto.SessionVault;
import waxwing.crypto.Sessions;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;
import waxwing.model.MessageId;
import waxwing.model.RelayLink;
import waxwing.relay.v1.Acknowledge;
import waxwing.relay.v1.Acknowledgement;
import waxwing.relay.v1.Certificate;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.Delivery;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.ExchangeOptions;
import waxwing.relay.v1.MessagingGrpc;
import waxwing.relay.v1.ServerFrame;

/// A person who comes once for all that waits, decrypts it, and says which messages it was.
final class Reader implements ClientResponseObserver<ClientFrame, ServerFrame> {
    private final Sessions sessions;
    private final List<MessageId> read = new ArrayList<>();
    private final CompletableFuture<List<MessageId>> all = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<ClientFrame> up;
    private boolean emptied;

    private Reader(SessionVault keys) {
        this.sessions = new Sessions(keys.twin(), InstantSource.system());
    }

    /// @param keys that the person was registered with
    /// @return the ids of all that waited, in its order
    /// @throws AuditException if something of it can't be read
    static List<MessageId> read(RelayLink link, Registered person, SessionVault keys) throws InterruptedException {
        var device = new DeviceAddress(person.account(), DeviceId.PRIMARY);
        var secret = SecretBytes.copyOf(Base64.getUrlDecoder().decode(person.secret()));
        var reader = new Reader(keys);
        try (var relay = RelayConnection.authenticated(link, new DeviceCredentials(device, secret))) {
            relay.stub(MessagingGrpc::newStub).exchange(reader);
            reader.write(ClientFrame.newBuilder()
                    .setOptions(ExchangeOptions.newBuilder().setClientVersion("waxwing-bench"))
                    .build());
            return reader.all.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new AuditException(person + " could not read all that waited: " + e);
        }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ClientFrame> requests) {
        up = requests;
    }

    private void write(ClientFrame frame) {
        ClientCallStreamObserver<ClientFrame> open = up;
        if (open != null) {
            open.onNext(frame);
        }
    }

    @Override
    public void onNext(ServerFrame frame) {
        switch (frame.getFrameCase()) {
            case DELIVERY -> delivered(frame.getDelivery());
            case QUEUE_EMPTY -> leave();
            case SUBMIT_RESULT, FRAME_NOT_SET -> {}
        }
    }

    private void leave() {
        emptied = true;
        ClientCallStreamObserver<ClientFrame> open = up;
        if (open != null) {
            open.onCompleted();
        }
    }

    private void delivered(Delivery delivery) {
        try {
            read.add(opened(delivery.getEnvelope()));
            write(ClientFrame.newBuilder()
                    .setAcknowledge(Acknowledge.newBuilder()
                            .addAcknowledgements(Acknowledgement.newBuilder()
                                    .setSequence(delivery.getSequence())
                                    .setFate(Acknowledgement.Fate.STORED)))
                    .build());
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            all.completeExceptionally(e);
        }
    }

    private MessageId opened(Envelope envelope) throws InvalidProtocolBufferException {
        Certificate sender = Certificate.parseFrom(envelope.getSender().getCertificate());
        var from = new DeviceAddress(
                AccountId.ofBytes(sender.getAccountId().toByteArray()), new DeviceId(envelope.getSenderDeviceId()));
        CiphertextForm form = CiphertextForm.of(envelope.getType()).orElseThrow();
        DecryptResult result =
                sessions.decrypt(from, form, envelope.getCiphertext().toByteArray());
        if (!(result instanceof DecryptResult.Plain plain)) {
            throw new AuditException("an envelope can't be decrypted: " + result);
        }
        Header header = Header.parseFrom(Sealed.parseFrom(plain.content()).getHeader());
        return MessageId.ofBytes(header.getMessageId().toByteArray());
    }

    @Override
    public void onError(Throwable why) {
        all.completeExceptionally(why);
    }

    @Override
    public void onCompleted() {
        if (emptied) {
            all.complete(List.copyOf(read));
        } else {
            all.completeExceptionally(new AuditException("the relay ended the stream, unasked"));
        }
    }
}
