package waxwing.server.simulation;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waxwing.model.AccountId;
import waxwing.relay.v1.CiphertextType;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.Submit;
import waxwing.server.account.AccountDevice;
import waxwing.server.mailbox.QueueId;

/// One submit: a set of ciphertexts of a message, durable at its device before it leaves it, and what the ledger
/// has seen of it.
final class Sending {
    private static final Commitments COMMITMENTS = Commitments.newBuilder()
            .setHeader(ByteString.copyFrom(new byte[32]))
            .setBody(ByteString.copyFrom(new byte[32]))
            .build();

    private final ByteString id;
    private final Message message;
    private final Map<AccountId, List<AccountDevice>> devices;
    private final Submit submit;

    final Map<QueueId, Long> put = new LinkedHashMap<>();
    final Set<SeenAt> seen = new LinkedHashSet<>();
    /// How often the relay is at it now.
    int beingTaken;
    /// When the relay had last taken it up, in steps.
    long takenAt;
    /// The incarnation of the relay that accepted it for an account, and which places were its own then.
    final Map<AccountId, AcceptedBy> accepted = new LinkedHashMap<>();

    record SeenAt(QueueId queue, long sequence) {}

    record AcceptedBy(long incarnation, Set<SeenAt> places) {}

    Sending(ByteString id, Message message, Map<AccountId, List<AccountDevice>> devices) {
        this.id = id;
        this.message = message;
        this.devices = devices;
        this.submit = Submit.newBuilder()
                .setSubmitId(id)
                .setCommitments(COMMITMENTS)
                .setExpiresInS(message.expiresInS())
                .addAllDestinations(devices.entrySet().stream()
                        .map(entry -> destination(entry.getKey(), entry.getValue()))
                        .toList())
                .build();
    }

    private Destination destination(AccountId account, List<AccountDevice> reached) {
        List<DeviceCiphertext> ciphertexts = new ArrayList<>();
        for (AccountDevice device : reached) {
            ciphertexts.add(DeviceCiphertext.newBuilder()
                    .setDeviceId(device.id().value())
                    .setRegistrationId(device.registrationId())
                    .setType(CiphertextType.CIPHERTEXT_TYPE_SESSION)
                    .setCiphertext(ciphertext(device.registrationId()))
                    .build());
        }
        return Destination.newBuilder()
                .setAccountId(ByteString.copyFrom(account.toBytes()))
                .addAllCiphertexts(ciphertexts)
                .build();
    }

    /// Differs for each device that it is for.
    ByteString ciphertext(int registrationId) {
        return ByteString.copyFrom(ByteBuffer.allocate(16 + message.size())
                .putLong(message.id())
                .putLong(registrationId)
                .rewind());
    }

    ByteString id() {
        return id;
    }

    Message message() {
        return message;
    }

    Submit submit() {
        return submit;
    }

    List<AccountDevice> devices(AccountId account) {
        return devices.getOrDefault(account, List.of());
    }

    boolean isFor(QueueId queue) {
        return devices.values().stream()
                .flatMap(List::stream)
                .anyMatch(device -> device.queue().equals(queue));
    }

    @Override
    public String toString() {
        return "submit " + id.toByteArray()[15] + " of " + message;
    }
}
