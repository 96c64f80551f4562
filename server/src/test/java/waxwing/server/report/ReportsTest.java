package waxwing.server.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.CommitmentsOrBuilder;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.ReportRefused.Code;
import waxwing.relay.v1.ReportRequest;
import waxwing.relay.v1.ReportResponse;
import waxwing.relay.v1.ReportResponse.OutcomeCase;
import waxwing.relay.v1.ReportsGrpc;
import waxwing.server.Statuses;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;
import waxwing.server.delivery.Connected;
import waxwing.server.delivery.Submits;

/// Reports at a real relay: of messages that really came, and of everything else.
class ReportsTest {
    private static final String WORDS = "buy-now-while-it-lasts";

    private TestRelay relay;
    private TestDevice shop;
    private TestDevice alice;
    private Path folder;

    @BeforeEach
    void start(@TempDir Path temporary) {
        folder = temporary.resolve("relay");
        relay = TestRelay.start(folder);
        shop = TestDevice.ofBusiness(relay, "+12025550199").register();
        relay.approve(shop);
        alice = TestDevice.ofPerson(relay, "+12025550101").register();
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private Envelope receives(TestDevice recipient, Franked inside, MessageKind label) {
        Submits.send(shop, inside.in(Submits.to(recipient, "ciphertext", relay.clock())), label);
        return only(recipient);
    }

    private static Envelope only(TestDevice recipient) {
        return Connected.open(recipient).prompt().deliveries(1).getLast().getEnvelope();
    }

    private ReportResponse report(TestDevice reporter, ReportRequest.Builder request) {
        return ReportsGrpc.newBlockingStub(reporter.channel()).report(request.build());
    }

    private Code refusal(TestDevice reporter, ReportRequest.Builder request) {
        ReportResponse answer = report(reporter, request);
        assertThat(answer.getOutcomeCase()).isEqualTo(OutcomeCase.REFUSED);
        return answer.getRefused().getCode();
    }

    private static ByteString flipped(ByteString bytes) {
        byte[] copy = bytes.toByteArray();
        copy[copy.length - 1] ^= 1;
        return ByteString.copyFrom(copy);
    }

    /// Each is one way in which a report may be untrue.
    @TestFactory
    Stream<DynamicTest> anUntrueReportIsRefused() {
        Franked inside = Franked.saying("OFFER", 6, WORDS);
        Envelope came = receives(alice, inside, MessageKind.RECEIPT);
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550102").register();
        Franked other = Franked.saying("OFFER", 6, "another");
        Map<String, UnaryOperator<ReportRequest.Builder>> notReceived = Map.ofEntries(
                Map.entry("another sender", message(m -> m.setSenderAccountId(bob.accountBytes()))),
                Map.entry("another device", message(m -> m.setSenderDeviceId(2))),
                Map.entry("another submit", message(m -> m.setSubmitId(Submits.id(came.getAcceptedAtMs())))),
                Map.entry("an earlier time", message(m -> m.setAcceptedAtMs(came.getAcceptedAtMs() - 1))),
                Map.entry("a later time", message(m -> m.setAcceptedAtMs(came.getAcceptedAtMs() + 1))),
                Map.entry("another label", message(m -> m.setLabel(MessageKind.DELIVERY))),
                Map.entry("no label", message(m -> m.setLabel(MessageKind.MESSAGE_KIND_UNSPECIFIED))),
                Map.entry(
                        "another header's commitment",
                        message(m -> m.setCommitments(m.getCommitments().toBuilder()
                                .setHeader(commitments(other).getHeader())))),
                Map.entry(
                        "another body's commitment",
                        message(m -> m.setCommitments(m.getCommitments().toBuilder()
                                .setBody(commitments(other).getBody())))),
                Map.entry("an altered tag", message(m -> m.setRelayTag(flipped(came.getRelayTag())))),
                Map.entry("a made-up tag", message(m -> m.setRelayTag(ByteString.copyFrom(new byte[32])))));
        Map<String, UnaryOperator<ReportRequest.Builder>> notOpened = Map.of(
                "another header",
                r -> r.setLabel(inside.label().toBuilder()
                        .setHeader(Franked.saying("CODE", 6, "").header())),
                "another header's opening",
                r -> r.setLabel(inside.label().toBuilder().setHeaderOpening(other.headerOpening())),
                "the body's opening for the header",
                r -> r.setLabel(inside.label().toBuilder().setHeaderOpening(inside.bodyOpening())),
                "another message's header",
                r -> r.setLabel(other.label()),
                "another body",
                r -> r.setContent(inside.content().toBuilder().setBody(other.body())),
                "an altered body",
                r -> r.setContent(inside.content().toBuilder().setBody(flipped(inside.body()))),
                "another body's opening",
                r -> r.setContent(inside.content().toBuilder().setBodyOpening(other.bodyOpening())),
                "the right body with another header",
                r -> r.setContent(inside.content().toBuilder().setHeader(other.body())));
        return Stream.of(
                        tests(notReceived, came, Code.NOT_RECEIVED),
                        tests(notOpened, came, Code.PROOF_DOES_NOT_OPEN),
                        Stream.of(DynamicTest.dynamicTest(
                                "another recipient's",
                                () -> assertThat(refusal(bob, Franked.report(shop, came)))
                                        .isEqualTo(Code.NOT_RECEIVED))),
                        Stream.of(DynamicTest.dynamicTest(
                                "the same without any change is true",
                                () -> assertThat(report(alice, Franked.report(shop, came))
                                                .hasCounted())
                                        .isTrue())))
                .flatMap(tests -> tests);
    }

    private Stream<DynamicTest> tests(
            Map<String, UnaryOperator<ReportRequest.Builder>> cases, Envelope came, Code expected) {
        return cases.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> DynamicTest.dynamicTest(
                        one.getKey(),
                        () -> assertThat(refusal(alice, one.getValue().apply(Franked.report(shop, came))))
                                .isEqualTo(expected)));
    }

    private static UnaryOperator<ReportRequest.Builder> message(
            UnaryOperator<waxwing.relay.v1.ReportedMessage.Builder> change) {
        return request -> request.setMessage(
                change.apply(request.getMessage().toBuilder()).build());
    }

    private CommitmentsOrBuilder commitments(Franked other) {
        return other.in(Submits.to(alice, "", relay.clock())).getCommitments();
    }

    @Test
    void aMessageCanBeReportedForSixtyDays() {
        Envelope first = receives(alice, Franked.saying("OFFER", 6, WORDS), MessageKind.RECEIPT);
        relay.clock().advance(Duration.ofDays(60));
        assertThat(report(alice, Franked.report(shop, first)).hasCounted()).isTrue();
        relay.clock().advance(Duration.ofMillis(1));
        assertThat(refusal(alice, Franked.report(shop, first))).isEqualTo(Code.TOO_OLD);
    }

    @Test
    void aReportCountsOnceAlsoAfterARestartAndAStrongerProofTakesItsPlace() {
        Franked inside = Franked.saying("OFFER", 6, WORDS);
        Envelope came = receives(alice, inside, MessageKind.RECEIPT);
        assertThat(report(alice, Franked.report(shop, came)).hasCounted()).isTrue();
        relay.restart();
        assertThat(report(alice, Franked.report(shop, came)).hasAlreadyReported())
                .isTrue();
        assertThat(report(alice, Franked.report(shop, came).setLabel(inside.label()))
                        .hasCounted())
                .isTrue();
        assertThat(report(alice, Franked.report(shop, came).setContent(inside.content()))
                        .hasCounted())
                .isTrue();
        for (ReportRequest.Builder again : List.of(
                Franked.report(shop, came),
                Franked.report(shop, came).setLabel(inside.label()),
                Franked.report(shop, came).setContent(inside.content()))) {
            assertThat(report(alice, again).hasAlreadyReported()).isTrue();
        }
    }

    @Test
    void reportsOfOneMessageThatComeTogetherCountOnceAndTheStrongestStays() throws Exception {
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                Franked inside = Franked.saying("OFFER", 6, WORDS);
                TestDevice recipient =
                        TestDevice.ofPerson(relay, "+1202555020" + i).register();
                Envelope came = receives(recipient, inside, MessageKind.RECEIPT);
                List<Callable<ReportResponse>> reports = List.of(
                        () -> report(recipient, Franked.report(shop, came)),
                        () -> report(recipient, Franked.report(shop, came).setLabel(inside.label())),
                        () -> report(recipient, Franked.report(shop, came).setContent(inside.content())));
                for (Future<ReportResponse> answer : together.invokeAll(reports)) {
                    assertThat(answer.get().getOutcomeCase()).isIn(OutcomeCase.COUNTED, OutcomeCase.ALREADY_REPORTED);
                }
                assertThat(report(recipient, Franked.report(shop, came).setContent(inside.content()))
                                .hasAlreadyReported())
                        .isTrue();
            }
        }
    }

    @Test
    void nothingOfABodyStandsInTheRelaysFilesWhateverWasShown() throws IOException {
        Franked inside = Franked.saying("OFFER", 6, WORDS);
        Envelope came = receives(alice, inside, MessageKind.RECEIPT);
        assertThat(report(alice, Franked.report(shop, came).setLabel(inside.label()))
                        .hasCounted())
                .isTrue();
        assertThat(inside.label().toByteString().toString(StandardCharsets.ISO_8859_1))
                .doesNotContain(WORDS);
        assertThat(report(alice, Franked.report(shop, came).setContent(inside.content()))
                        .hasCounted())
                .isTrue();
        relay.restart();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(WORDS));
        }
    }

    @Test
    void aPersonsMessageHasNoLabelToProveAndCanBeReportedWithItsContent() {
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550102").register();
        Franked inside = Franked.saying("", 1, WORDS);
        Submits.send(bob, inside.in(Submits.to(alice, "ciphertext", relay.clock())));
        Envelope came = only(alice);
        assertThat(refusal(alice, Franked.report(bob, came).setLabel(inside.label())))
                .isEqualTo(Code.NO_LABEL);
        assertThat(report(alice, Franked.report(bob, came).setContent(inside.content()))
                        .hasCounted())
                .isTrue();
    }

    @Test
    void aMalformedReportIsRefusedByItsFields() {
        Envelope came = receives(alice, Franked.saying("OFFER", 6, WORDS), MessageKind.RECEIPT);
        ReportRequest.Builder malformed =
                message(m -> m.setRelayTag(ByteString.copyFrom(new byte[31]))).apply(Franked.report(shop, came));
        assertThatThrownBy(() -> report(alice, malformed))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused -> assertThat(Statuses.violatedFields(refused)).containsExactly("message.relay_tag"));
    }

    @Test
    void whoReportsWithoutEndIsAskedToWait() {
        Envelope came = receives(alice, Franked.saying("OFFER", 6, WORDS), MessageKind.RECEIPT);
        for (int i = 0; i < 30; i++) {
            assertThat(report(alice, Franked.report(shop, came)).hasRateLimited())
                    .isFalse();
        }
        assertThat(report(alice, Franked.report(shop, came)).hasRateLimited()).isTrue();
    }
}
