package waxwing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.RelayLink;
import waxwing.model.SubmitId;
import waxwing.model.Uuids;
import waxwing.relay.v1.ApproveBusinessRequest;
import waxwing.relay.v1.Certificate;
import waxwing.relay.v1.CertificatesGrpc;
import waxwing.relay.v1.CiphertextType;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.ExchangeOptions;
import waxwing.relay.v1.GetOwnCertificateRequest;
import waxwing.relay.v1.GetStatusRequest;
import waxwing.relay.v1.MessagingGrpc;
import waxwing.relay.v1.ServerFrame;
import waxwing.relay.v1.SignedCertificate;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.SubmitResult;
import waxwing.relay.v1.SuspendBusinessRequest;
import waxwing.server.admin.OperatorChannel;
import waxwing.server.secrets.SecretFileException;

/// The relay as a whole.
class RelayTest {
    @TempDir
    Path folder;

    private static void send(TestRelay relay, TestDevice from, TestDevice to, String ciphertext) {
        SubmitId id = new SubmitId(Uuids.version7(relay.clock(), new SecureRandom()));
        SubmitResult result = MessagingGrpc.newBlockingStub(from.channel())
                .send(Submit.newBuilder()
                        .setSubmitId(ByteString.copyFrom(id.toBytes()))
                        .addDestinations(Destination.newBuilder()
                                .setAccountId(to.accountBytes())
                                .addCiphertexts(DeviceCiphertext.newBuilder()
                                        .setDeviceId(1)
                                        .setRegistrationId(to.registrationId())
                                        .setType(CiphertextType.CIPHERTEXT_TYPE_SESSION)
                                        .setCiphertext(ByteString.copyFromUtf8(ciphertext))))
                        .setCommitments(Commitments.newBuilder()
                                .setHeader(ByteString.copyFrom(new byte[32]))
                                .setBody(ByteString.copyFrom(new byte[32])))
                        .build());
        assertThat(result.getResults().getResults(0).hasAccepted())
                .as(result.toString())
                .isTrue();
    }

    /// The ciphertexts that wait for the device.
    private static List<String> waitingFor(TestDevice device) throws InterruptedException {
        BlockingQueue<ServerFrame> frames = new LinkedBlockingQueue<>();
        StreamObserver<ClientFrame> up = MessagingGrpc.newStub(device.channel()).exchange(new Frames(frames));
        up.onNext(ClientFrame.newBuilder()
                .setOptions(ExchangeOptions.newBuilder().setClientVersion("test"))
                .build());
        List<String> found = new ArrayList<>();
        ServerFrame frame = frames.poll(20, TimeUnit.SECONDS);
        if (frame != null && frame.hasDelivery()) {
            found.add(frame.getDelivery().getEnvelope().getCiphertext().toStringUtf8());
        } else {
            assertThat(frame).isNotNull();
            assertThat(frame.hasQueueEmpty()).isTrue();
        }
        up.onCompleted();
        return found;
    }

    private record Frames(BlockingQueue<ServerFrame> frames) implements StreamObserver<ServerFrame> {
        @Override
        public void onNext(ServerFrame frame) {
            frames.add(frame);
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }

    @Test
    void aRestartKeepsAccountsCredentialsMessagesAndTheLinksFingerprint() throws Exception {
        try (TestRelay relay = TestRelay.start(folder)) {
            TestDevice alice = TestDevice.ofPerson(relay, "+12025550101").register();
            TestDevice bob = TestDevice.ofPerson(relay, "+12025550102").register();
            send(relay, alice, bob, "sealed for bob");
            RelayLink before = relay.relay().link();

            relay.restart();

            assertThat(relay.relay().link().fingerprint()).isEqualTo(before.fingerprint());
            assertThat(waitingFor(bob)).containsExactly("sealed for bob");
            send(relay, bob, alice, "and back");
        }
    }

    @Test
    void whatWaitedForAnInstallationIsGoneWhenItsNumberRegistersAnew() throws Exception {
        try (TestRelay relay = TestRelay.start(folder)) {
            TestDevice alice = TestDevice.ofPerson(relay, "+12025550101").register();
            TestDevice bob = TestDevice.ofPerson(relay, "+12025550102").register();
            send(relay, alice, bob, "for the old installation");

            TestDevice again = TestDevice.ofPerson(relay, "+12025550102").register();

            assertThat(waitingFor(again)).isEmpty();
            send(relay, alice, again, "for the new one");
            assertThat(waitingFor(again)).containsExactly("for the new one");
        }
    }

    @Test
    void noFileOfTheRelayHoldsAPhoneNumberInClear() throws Exception {
        try (TestRelay relay = TestRelay.start(folder)) {
            TestDevice alice = TestDevice.ofPerson(relay, "+12025550101").register();
            TestDevice bob = TestDevice.ofPerson(relay, "+12025550102").register();
            send(relay, alice, bob, "sealed for bob");
            TestDevice.ofPerson(relay, "+12025550103").startedSession();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> assertThat(text(file))
                            .as(file.toString())
                            .doesNotContain("2025550101", "2025550102", "2025550103"));
        }
    }

    private static String text(Path file) {
        try {
            // One character a byte, and wide characters made narrow.
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).replace("\0", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theOperatorsDecisionIsInTheNextCertificateOfTheBusiness() throws Exception {
        try (TestRelay relay = TestRelay.start(folder)) {
            TestDevice business = TestDevice.ofBusiness(relay, "+12025550101").register();
            assertThat(certificateOf(business).getBusinessName()).isEmpty();

            try (OperatorChannel operator = OperatorChannel.to(relay.relay().operatorSocket())) {
                ApproveBusinessRequest approve = ApproveBusinessRequest.newBuilder()
                        .setAccountId(business.accountBytes())
                        .build();
                assertThat(operator.operator().approveBusiness(approve).hasBusiness())
                        .isTrue();
                assertThat(certificateOf(business).getBusinessName()).isEqualTo("Cup & Corner");

                operator.operator()
                        .suspendBusiness(SuspendBusinessRequest.newBuilder()
                                .setAccountId(business.accountBytes())
                                .setReason("complaints")
                                .build());
                assertThat(certificateOf(business).getBusinessName()).isEmpty();
                assertThat(operator.operator()
                                .approveBusiness(ApproveBusinessRequest.newBuilder()
                                        .setAccountId(ByteString.copyFrom(new byte[16]))
                                        .build())
                                .hasNoSuchBusiness())
                        .isTrue();
                assertThat(operator.operator()
                                .getStatus(GetStatusRequest.getDefaultInstance())
                                .getAccounts())
                        .isEqualTo(1);
            }
        }
    }

    private static Certificate certificateOf(TestDevice device) throws IOException {
        SignedCertificate signed = CertificatesGrpc.newBlockingStub(device.channel())
                .getOwn(GetOwnCertificateRequest.getDefaultInstance())
                .getCertificate();
        Certificate certificate = Certificate.parseFrom(signed.getCertificate());
        assertThat(certificate.getPhoneNumber()).isEqualTo(device.number().e164());
        assertThat(certificate.getIdentityKey()).isEqualTo(device.identityKey());
        return certificate;
    }

    @Test
    void aDataFolderThatLostItsSecretsIsDamagedNotNew() throws Exception {
        TestRelay.start(folder).close();

        for (String lost : new String[] {"relay.secret", "identity.pem"}) {
            Path file = folder.resolve(lost);
            byte[] content = Files.readAllBytes(file);
            Files.delete(file);
            assertThatThrownBy(() -> TestRelay.start(folder))
                    .isInstanceOf(SecretFileException.class)
                    .hasMessageContaining(lost);
            Files.write(file, content);
        }
        TestRelay.start(folder).close();
    }
}
