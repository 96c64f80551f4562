package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import waxwing.model.AccountId;
import waxwing.model.SubmitId;
import waxwing.model.Uuids;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.BusinessSubmit;
import waxwing.relay.v1.CiphertextType;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.DestinationResult.OutcomeCase;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.Label;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.MessagingGrpc;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.SubmitResult;
import waxwing.server.TestDevice;

/// Submits as devices make them, sent as their accounts send them.
public final class Submits {
    private Submits() {}

    public static Submit to(TestDevice device, String text, InstantSource clock) {
        return to(device.account(), List.of(ciphertext(device.registrationId(), text)), clock);
    }

    public static Submit to(AccountId account, List<DeviceCiphertext> ciphertexts, InstantSource clock) {
        ByteString commitment = ByteString.copyFrom(new byte[32]);
        return Submit.newBuilder()
                .setSubmitId(id(clock.millis()))
                .addDestinations(Destination.newBuilder()
                        .setAccountId(ByteString.copyFrom(account.toBytes()))
                        .addAllCiphertexts(ciphertexts))
                .setCommitments(Commitments.newBuilder().setHeader(commitment).setBody(commitment))
                .build();
    }

    /// For the first device of an account.
    public static DeviceCiphertext ciphertext(int registrationId, String text) {
        return DeviceCiphertext.newBuilder()
                .setDeviceId(1)
                .setRegistrationId(registrationId)
                .setType(CiphertextType.CIPHERTEXT_TYPE_SESSION)
                .setCiphertext(ByteString.copyFromUtf8(text))
                .build();
    }

    public static ByteString id(long madeAtMillis) {
        SubmitId id =
                new SubmitId(Uuids.version7(() -> Instant.ofEpochMilli(madeAtMillis), ThreadLocalRandom.current()));
        return ByteString.copyFrom(id.toBytes());
    }

    public static SubmitResult send(TestDevice from, Submit submit) {
        return MessagingGrpc.newBlockingStub(from.channel()).send(submit);
    }

    public static SubmitResult send(TestDevice from, Submit submit, MessageKind kind) {
        return BusinessMessagingGrpc.newBlockingStub(from.channel())
                .submit(BusinessSubmit.newBuilder()
                        .setSubmit(submit)
                        .setLabel(Label.newBuilder().setKind(kind))
                        .build());
    }

    /// What became of the first destination.
    public static OutcomeCase outcome(SubmitResult result) {
        assertThat(result.hasResults()).as(result.toString()).isTrue();
        return result.getResults().getResults(0).getOutcomeCase();
    }
}
