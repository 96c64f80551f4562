package waxwing.server.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.BusinessQuality;
import waxwing.relay.v1.BusinessQuality.Rating;
import waxwing.relay.v1.BusinessQuality.Reason;
import waxwing.relay.v1.Delivery;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.GetBusinessRequest;
import waxwing.relay.v1.GetBusinessResponse;
import waxwing.relay.v1.GetBusinessResponse.Standing;
import waxwing.relay.v1.ListReportsRequest;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.OpenReport;
import waxwing.relay.v1.ReportRequest;
import waxwing.relay.v1.ReportedAccount;
import waxwing.relay.v1.ReportsGrpc;
import waxwing.relay.v1.ResolveReportsRequest;
import waxwing.relay.v1.ResolveReportsRequest.Resolution;
import waxwing.relay.v1.Submit;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;
import waxwing.server.delivery.Connected;
import waxwing.server.delivery.Submits;

/// What reports come to at a real relay: quality, suspension, and the operator's view.
class ReportDeskTest {
    private static final String WORDS = "only today: half the price";

    private TestRelay relay;
    private TestDevice shop;
    private final Map<TestDevice, Connected> streams = new HashMap<>();
    private int people;

    @BeforeEach
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder.resolve("relay"));
        shop = TestDevice.ofBusiness(relay, "+12025550199").register();
        relay.approve(shop);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private TestDevice person() {
        return TestDevice.ofPerson(relay, "+1202555" + (1000 + people++)).register();
    }

    private Envelope gets(TestDevice recipient, Franked inside) {
        // One stream for each: what came down an earlier one is gone.
        Connected stream = streams.computeIfAbsent(
                recipient, device -> Connected.open(device).prompt());
        Submit submit = inside.in(Submits.to(recipient, "ciphertext", relay.clock()));
        Submits.send(shop, submit, MessageKind.RECEIPT);
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> arrived(stream, submit), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<Envelope> arrived(Connected stream, Submit submit) {
        return stream.deliveries().stream()
                .map(Delivery::getEnvelope)
                .filter(envelope -> envelope.getSubmitId().equals(submit.getSubmitId()))
                .findFirst();
    }

    private void reports(TestDevice reporter, ReportRequest.Builder request) {
        assertThat(ReportsGrpc.newBlockingStub(reporter.channel())
                        .report(request.build())
                        .hasCounted())
                .isTrue();
    }

    private void provesAMislabel() {
        TestDevice reporter = person();
        Franked inside = Franked.saying("OFFER", 6, WORDS);
        reports(reporter, Franked.report(shop, gets(reporter, inside)).setLabel(inside.label()));
    }

    private GetBusinessResponse business() {
        return BusinessMessagingGrpc.newBlockingStub(shop.channel())
                .getBusiness(GetBusinessRequest.getDefaultInstance());
    }

    private List<ReportedAccount> listed() {
        return relay.operator(operator ->
                operator.listReports(ListReportsRequest.getDefaultInstance()).getAccountsList());
    }

    private int resolve(ByteString id, Resolution resolution) {
        return relay.operator(operator -> operator.resolveReports(ResolveReportsRequest.newBuilder()
                        .setId(id)
                        .setResolution(resolution)
                        .setNote("looked at")
                        .build()))
                .getResolved();
    }

    @Test
    void aBusinessSeesItsQualityAndWhyAndNotWho() {
        assertThat(business().getQuality())
                .isEqualTo(BusinessQuality.newBuilder().setRating(Rating.GOOD).build());
        provesAMislabel();
        assertThat(business().getQuality())
                .isEqualTo(BusinessQuality.newBuilder()
                        .setRating(Rating.FAIR)
                        .addReasons(Reason.MISLABELLED)
                        .build());
    }

    @Test
    void onePersonCountsOnceHoweverManyMessagesTheyReport() {
        TestDevice reporter = person();
        for (int i = 0; i < 5; i++) {
            reports(reporter, Franked.report(shop, gets(reporter, Franked.saying("RECEIPT", 2, WORDS))));
        }
        assertThat(listed()).singleElement().satisfies(account -> {
            assertThat(account.getPeople()).isEqualTo(1);
            assertThat(account.getMessages()).isEqualTo(5);
            assertThat(account.getOpenCount()).isEqualTo(5);
            assertThat(account.getQuality().getRating()).isEqualTo(Rating.GOOD);
        });
    }

    @Test
    void tenProofsSuspendABusinessAndItsNextMessageFails() {
        for (int i = 0; i < 9; i++) {
            provesAMislabel();
        }
        assertThat(business().getStanding()).isEqualTo(Standing.VERIFIED);
        provesAMislabel();
        assertThat(business().getStanding()).isEqualTo(Standing.SUSPENDED);
        assertThat(listed().getFirst().getBusiness().getSuspensionReason()).startsWith("automatic: ");
        relay.restart();
        assertThat(business().getStanding()).isEqualTo(Standing.SUSPENDED);

        assertThat(resolve(shop.accountBytes(), Resolution.UPHELD)).isEqualTo(10);
        relay.approve(shop);
        provesAMislabel();
        assertThat(business().getStanding()).isEqualTo(Standing.VERIFIED);
        assertThat(business().getQuality().getRating()).isEqualTo(Rating.POOR);
    }

    @Test
    void dismissedReportsCountNoMoreAndOldOnesNeither() {
        provesAMislabel();
        provesAMislabel();
        OpenReport one = listed().getFirst().getOpen(0);
        assertThat(resolve(one.getReportId(), Resolution.DISMISSED)).isEqualTo(1);
        assertThat(resolve(one.getReportId(), Resolution.DISMISSED)).isZero();
        assertThat(listed().getFirst().getPeopleWithProofOfMislabelling()).isEqualTo(1);
        relay.clock().advance(Duration.ofDays(30).plusMillis(1));
        assertThat(business().getQuality().getRating()).isEqualTo(Rating.GOOD);
    }

    @Test
    void theOperatorSeesWhatWasShownAndNothingElse() {
        TestDevice silent = person();
        TestDevice labelling = person();
        TestDevice showing = person();
        Franked first = Franked.saying("OFFER", 6, WORDS);
        Franked second = Franked.saying("RECEIPT", 6, WORDS);
        reports(silent, Franked.report(shop, gets(silent, first)));
        reports(labelling, Franked.report(shop, gets(labelling, first)).setLabel(first.label()));
        reports(showing, Franked.report(shop, gets(showing, second)).setContent(second.content()));

        List<OpenReport> open = new ArrayList<>(listed().getFirst().getOpenList());

        assertThat(open)
                .extracting(OpenReport::getShown)
                .containsExactlyInAnyOrder(OpenReport.Shown.NOTHING, OpenReport.Shown.LABEL, OpenReport.Shown.CONTENT);
        open.sort(Comparator.comparing(OpenReport::getShown));
        assertThat(open.get(0).getInnerKind()).isEmpty();
        assertThat(open.get(0).getMislabelled()).isFalse();
        assertThat(open.get(1).getInnerKind()).isEqualTo("OFFER");
        assertThat(open.get(1).getMislabelled()).isTrue();
        assertThat(open.get(1).getTextsList()).isEmpty();
        // Header and label agree here, and the content is of another kind.
        assertThat(open.get(2).getMislabelled()).isTrue();
        assertThat(open.get(2).getTextsList()).containsExactly(WORDS);

        assertThat(resolve(open.get(2).getReportId(), Resolution.UPHELD)).isEqualTo(1);
        assertThat(listed().getFirst().getOpenList())
                .hasSize(2)
                .allSatisfy(report -> assertThat(report.getTextsList()).isEmpty());
    }

    @Test
    void aReportedPersonIsListedAndNothingFollowsByItself() {
        TestDevice bob = person();
        for (int i = 0; i < 4; i++) {
            TestDevice reporter = person();
            Franked inside = Franked.saying("", 1, WORDS);
            Submits.send(bob, inside.in(Submits.to(reporter, "ciphertext", relay.clock())));
            Envelope came =
                    Connected.open(reporter).prompt().deliveries(1).getLast().getEnvelope();
            reports(reporter, Franked.report(bob, came).setContent(inside.content()));
        }
        assertThat(listed()).singleElement().satisfies(account -> {
            assertThat(account.getAccountId()).isEqualTo(bob.accountBytes());
            assertThat(account.hasBusiness()).isFalse();
            assertThat(account.getPeople()).isEqualTo(4);
        });
    }
}
