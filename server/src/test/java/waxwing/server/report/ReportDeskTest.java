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
import waxwing.relay.v1.GetReportRequest;
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

    /// An account, and the open reports about it.
    private record Listed(ReportedAccount account, List<OpenReport> open) {}

    private List<Listed> listed() {
        return listed(ByteString.EMPTY);
    }

    private List<Listed> listed(ByteString account) {
        List<Listed> listed = new ArrayList<>();
        relay.operator(operator -> {
            operator.listReports(ListReportsRequest.newBuilder()
                            .setAccountId(account)
                            .build())
                    .forEachRemaining(entry -> {
                        if (entry.hasAccount()) {
                            listed.add(new Listed(entry.getAccount(), new ArrayList<>()));
                        } else {
                            listed.getLast().open().add(entry.getReport());
                        }
                    });
            return listed;
        });
        assertThat(listed)
                .allSatisfy(one ->
                        assertThat(one.open()).hasSize((int) one.account().getOpen()));
        return listed;
    }

    private ReportedAccount onlyAccount() {
        return listed().getFirst().account();
    }

    private List<String> texts(OpenReport report) {
        return relay.operator(operator -> operator.getReport(GetReportRequest.newBuilder()
                        .setReportId(report.getReportId())
                        .build()))
                .getReport()
                .getTextsList();
    }

    private void aDayPasses() {
        relay.clock().advance(Duration.ofDays(1));
    }

    private Rating rating() {
        return business().getQuality().getRating();
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
        aDayPasses();
        assertThat(business().getQuality())
                .isEqualTo(BusinessQuality.newBuilder()
                        .setRating(Rating.FAIR)
                        .addReasons(Reason.MISLABELLED)
                        .build());
    }

    /// A rating that changed with a report would tell when somebody made it.
    @Test
    void aRatingIsShownAsItWasWhenTheDayBegan() {
        Franked inside = Franked.saying("OFFER", 6, WORDS);
        List<TestDevice> reporters = List.of(person(), person(), person());
        List<Envelope> came = reporters.stream().map(one -> gets(one, inside)).toList();
        for (int i = 0; i < 3; i++) {
            reports(reporters.get(i), Franked.report(shop, came.get(i)));
        }
        assertThat(rating()).isEqualTo(Rating.GOOD);
        assertThat(onlyAccount().getQuality().getRating()).isEqualTo(Rating.FAIR);

        aDayPasses();
        assertThat(rating()).isEqualTo(Rating.FAIR);
        // Reports of yesterday show more today.
        for (int i = 0; i < 3; i++) {
            reports(reporters.get(i), Franked.report(shop, came.get(i)).setLabel(inside.label()));
        }
        assertThat(rating()).isEqualTo(Rating.FAIR);
        assertThat(onlyAccount().getQuality().getRating()).isEqualTo(Rating.POOR);

        aDayPasses();
        assertThat(rating()).isEqualTo(Rating.POOR);
        assertThat(resolve(shop.accountBytes(), Resolution.DISMISSED)).isEqualTo(3);
        assertThat(rating()).as("what the operator decides holds at once").isEqualTo(Rating.GOOD);
    }

    @Test
    void onePersonCountsOnceHoweverManyMessagesTheyReport() {
        TestDevice reporter = person();
        for (int i = 0; i < 5; i++) {
            reports(reporter, Franked.report(shop, gets(reporter, Franked.saying("RECEIPT", 2, WORDS))));
        }
        assertThat(listed()).singleElement().satisfies(listed -> {
            assertThat(listed.account().getPeople()).isEqualTo(1);
            assertThat(listed.account().getMessages()).isEqualTo(5);
            assertThat(listed.account().getOpen()).isEqualTo(5);
            assertThat(listed.account().getQuality().getRating()).isEqualTo(Rating.GOOD);
        });
    }

    @Test
    void aMessageThatIsSentAgainUnderItsIdCountsOnce() {
        TestDevice reporter = person();
        Submit first = Franked.saying("RECEIPT", 2, WORDS).in(Submits.to(reporter, "ciphertext", relay.clock()));
        Submits.send(shop, first, MessageKind.RECEIPT);
        for (int i = 0; i < 3; i++) {
            relay.clock().advance(Duration.ofMillis(1));
            Submits.send(shop, first, MessageKind.RECEIPT);
        }
        reports(reporter, Franked.report(shop, gets(reporter, Franked.saying("RECEIPT", 2, WORDS))));
        assertThat(onlyAccount().getMessages()).isEqualTo(2);
    }

    @Test
    void tenProofsSuspendABusinessAndItsNextMessageFails() {
        for (int i = 0; i < 9; i++) {
            provesAMislabel();
        }
        assertThat(business().getStanding()).isEqualTo(Standing.VERIFIED);
        provesAMislabel();
        assertThat(business().getStanding()).isEqualTo(Standing.SUSPENDED);
        assertThat(onlyAccount().getBusiness().getSuspensionReason()).startsWith("automatic: ");
        relay.restart();
        assertThat(business().getStanding()).isEqualTo(Standing.SUSPENDED);

        assertThat(resolve(shop.accountBytes(), Resolution.UPHELD)).isEqualTo(10);
        relay.approve(shop);
        provesAMislabel();
        assertThat(business().getStanding()).isEqualTo(Standing.VERIFIED);
        aDayPasses();
        assertThat(rating()).isEqualTo(Rating.POOR);
    }

    @Test
    void dismissedReportsCountNoMoreAndOldOnesNeither() {
        provesAMislabel();
        provesAMislabel();
        OpenReport one = listed().getFirst().open().getFirst();
        assertThat(resolve(one.getReportId(), Resolution.DISMISSED)).isEqualTo(1);
        assertThat(resolve(one.getReportId(), Resolution.DISMISSED)).isZero();
        assertThat(onlyAccount().getPeopleWithProofOfMislabelling()).isEqualTo(1);
        relay.clock().advance(Duration.ofDays(31));
        assertThat(rating()).isEqualTo(Rating.GOOD);
    }

    @Test
    void aDismissedReportStaysDismissedWhateverMoreIsShownUnlessThatProvesAMislabel() {
        TestDevice wrong = person();
        TestDevice right = person();
        Franked honest = Franked.saying("RECEIPT", 2, WORDS);
        Franked other = Franked.saying("RECEIPT", 6, WORDS);
        Envelope honestCame = gets(wrong, honest);
        Envelope otherCame = gets(right, other);
        reports(wrong, Franked.report(shop, honestCame));
        reports(right, Franked.report(shop, otherCame));
        assertThat(resolve(shop.accountBytes(), Resolution.DISMISSED)).isEqualTo(2);
        relay.clock().advance(Duration.ofDays(2));

        reports(wrong, Franked.report(shop, honestCame).setLabel(honest.label()));
        reports(wrong, Franked.report(shop, honestCame).setContent(honest.content()));
        reports(right, Franked.report(shop, otherCame).setLabel(other.label()));
        assertThat(listed(shop.accountBytes())).singleElement().satisfies(listed -> {
            assertThat(listed.account().getPeople()).isZero();
            assertThat(listed.open()).isEmpty();
        });

        reports(right, Franked.report(shop, otherCame).setContent(other.content()));
        assertThat(listed()).singleElement().satisfies(listed -> {
            assertThat(listed.account().getPeople()).isEqualTo(1);
            assertThat(listed.account().getPeopleWithProofOfMislabelling()).isEqualTo(1);
            assertThat(listed.open())
                    .singleElement()
                    .satisfies(report -> assertThat(texts(report)).containsExactly(WORDS));
        });
    }

    @Test
    void aReportKeepsItsTimeWhenItShowsMore() {
        TestDevice reporter = person();
        Franked inside = Franked.saying("RECEIPT", 2, WORDS);
        Envelope came = gets(reporter, inside);
        reports(reporter, Franked.report(shop, came));
        long reportedAt = listed().getFirst().open().getFirst().getReportedAtMs();
        relay.clock().advance(Duration.ofDays(29));
        reports(reporter, Franked.report(shop, came).setContent(inside.content()));
        assertThat(listed().getFirst().open())
                .singleElement()
                .satisfies(report -> assertThat(report.getReportedAtMs()).isEqualTo(reportedAt));
        relay.clock().advance(Duration.ofDays(1).plusMillis(1));
        assertThat(onlyAccount().getPeople()).isZero();
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

        List<OpenReport> open = new ArrayList<>(listed().getFirst().open());

        assertThat(open)
                .extracting(OpenReport::getShown)
                .containsExactlyInAnyOrder(OpenReport.Shown.NOTHING, OpenReport.Shown.LABEL, OpenReport.Shown.CONTENT);
        open.sort(Comparator.comparing(OpenReport::getShown));
        assertThat(open.get(0).getInnerKind()).isEmpty();
        assertThat(open.get(0).getMislabelled()).isFalse();
        assertThat(open.get(1).getInnerKind()).isEqualTo("OFFER");
        assertThat(open.get(1).getMislabelled()).isTrue();
        assertThat(texts(open.get(1))).isEmpty();
        // Header and label agree here, and the content is of another kind.
        assertThat(open.get(2).getMislabelled()).isTrue();
        assertThat(texts(open.get(2))).containsExactly(WORDS);

        assertThat(resolve(open.get(2).getReportId(), Resolution.UPHELD)).isEqualTo(1);
        assertThat(listed().getFirst().open()).hasSize(2);
        assertThat(texts(open.get(2))).isEmpty();
    }

    /// An advertisement in a receipt's texts: label, header and content agree.
    @Test
    void theOperatorFindsAMessageMislabelledFromWhatItSays() {
        TestDevice showing = person();
        TestDevice labelling = person();
        Franked inside = Franked.saying("RECEIPT", 2, "only today: half the price");
        reports(showing, Franked.report(shop, gets(showing, inside)).setContent(inside.content()));
        reports(labelling, Franked.report(shop, gets(labelling, inside)).setLabel(inside.label()));
        List<OpenReport> open = listed().getFirst().open();
        assertThat(open).extracting(OpenReport::getMislabelled).containsOnly(false);
        for (OpenReport report : open) {
            boolean judgeable = report.getShown() == OpenReport.Shown.CONTENT;
            assertThat(resolve(report.getReportId(), Resolution.MISLABELLED)).isEqualTo(judgeable ? 1 : 0);
        }
        assertThat(resolve(shop.accountBytes(), Resolution.MISLABELLED)).isZero();
        assertThat(listed()).singleElement().satisfies(listed -> {
            assertThat(listed.account().getPeopleWithProofOfMislabelling()).isEqualTo(1);
            assertThat(listed.account().getPeople()).isEqualTo(2);
            assertThat(listed.open()).hasSize(1);
        });
        aDayPasses();
        assertThat(business().getQuality().getReasonsList()).containsExactly(Reason.MISLABELLED);
    }

    /// More text than one answer of the wire may have.
    @Test
    void manyLongMessagesCanBeListedAndOnlySoManyAreKept() {
        String text = "word ".repeat(18_000);
        Franked inside = Franked.saying("RECEIPT", 2, text);
        for (int i = 0; i < 5; i++) {
            TestDevice reporter = person();
            for (int message = 0; message < 11; message++) {
                reports(reporter, Franked.report(shop, gets(reporter, inside)).setContent(inside.content()));
            }
        }
        List<OpenReport> open = listed().getFirst().open();
        assertThat(open).hasSize(55);
        assertThat(open.stream().filter(report -> texts(report).equals(List.of(text))))
                .hasSize(50);
        assertThat(onlyAccount().getPeople()).isEqualTo(5);
    }

    @Test
    void nobodyIsInventedWhomNobodyReported() {
        assertThat(listed(shop.accountBytes())).isEmpty();
        assertThat(listed(person().accountBytes())).isEmpty();
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
        assertThat(listed()).singleElement().satisfies(listed -> {
            assertThat(listed.account().getAccountId()).isEqualTo(bob.accountBytes());
            assertThat(listed.account().hasBusiness()).isFalse();
            assertThat(listed.account().getPeople()).isEqualTo(4);
        });
        OpenReport one = listed().getFirst().open().getFirst();
        assertThat(resolve(one.getReportId(), Resolution.MISLABELLED))
                .as("a person's message has no label")
                .isZero();
    }
}
