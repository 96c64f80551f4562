package waxwing.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.GetReportRequest;
import waxwing.relay.v1.ListReportsRequest;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.ReportsGrpc;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;
import waxwing.server.delivery.Connected;
import waxwing.server.delivery.Submits;

/// Of how many messages that somebody showed a relay keeps the body, for its operator to read.
class KeptBodiesTest {
    private TestRelay relay;
    private TestDevice cafe;
    private TestDevice shop;

    @BeforeEach
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder.resolve("relay"));
        cafe = TestDevice.ofBusiness(relay, "+12025550198").register();
        shop = TestDevice.ofBusiness(relay, "+12025550199").register();
        relay.approve(cafe);
        relay.approve(shop);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void ofOnePersonTenOfADayAreKeptAcrossARestartAndOnTheNextDayMore() {
        TestDevice alice = TestDevice.ofPerson(relay, "+12025550101").register();
        shows(alice, cafe, 7);
        shows(alice, shop, 1);
        relay.restart();
        shows(alice, shop, 4);
        assertThat(kept()).as("of twelve").hasSize(10);
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550102").register();
        shows(bob, shop, 1);
        assertThat(kept()).as("those of others don't matter").hasSize(11);
        relay.clock().advance(Duration.ofDays(1));
        shows(alice, shop, 2);
        assertThat(kept()).hasSize(13);
    }

    @Test
    void ofOnePersonTenAboutOneAccountAreKept() {
        TestDevice alice = TestDevice.ofPerson(relay, "+12025550101").register();
        shows(alice, shop, 9);
        relay.clock().advance(Duration.ofDays(1));
        shows(alice, shop, 2);
        shows(alice, cafe, 1);
        assertThat(kept()).hasSize(11);
    }

    /// Each of them counts as a report.
    private void shows(TestDevice reporter, TestDevice sender, int messages) {
        Connected stream = Connected.open(reporter).prompt().drained();
        for (int i = 1; i <= messages; i++) {
            Franked inside = Franked.saying("RECEIPT", 2, "half the price");
            Submits.send(sender, inside.in(Submits.to(reporter, "ciphertext", relay.clock())), MessageKind.RECEIPT);
            Envelope came = stream.deliveries(i).getLast().getEnvelope();
            assertThat(ReportsGrpc.newBlockingStub(reporter.channel())
                            .report(Franked.report(sender, came)
                                    .setContent(inside.content())
                                    .build())
                            .hasCounted())
                    .isTrue();
        }
    }

    private List<String> kept() {
        return relay.operator(operator -> {
            List<String> texts = new ArrayList<>();
            operator.listReports(ListReportsRequest.getDefaultInstance()).forEachRemaining(entry -> {
                if (entry.hasReport()) {
                    texts.addAll(operator.getReport(GetReportRequest.newBuilder()
                                    .setReportId(entry.getReport().getReportId())
                                    .build())
                            .getReport()
                            .getTextsList());
                }
            });
            return texts;
        });
    }
}
