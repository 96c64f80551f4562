package waxwing.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.cli.story.Shell.Outcome;
import waxwing.cli.story.Town.Reported;
import waxwing.client.messages.MessageBody;
import waxwing.content.v1.Code;
import waxwing.model.MessageId;
import waxwing.relay.v1.OpenReport;
import waxwing.relay.v1.ReportedAccount;

/// People report what they were sent, and the operator sees what they showed.
class ReportingTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BOB = "+12025550102";
    private static final String ALICE = "+12025550101";

    @TempDir
    private static Path folder;

    private static Town town;
    private static Shell bob;
    private static Shell alice;
    private static Shop bakery;

    @BeforeAll
    static void everybodyRegisters() throws Exception {
        town = new Town(folder);
        bob = town.resident("bob", BOB);
        alice = town.resident("alice", ALICE);
        bakery = town.shop("Lantern Bakery", "+12025550199");
    }

    @AfterAll
    static void theRelayEnds() {
        bakery.close();
        town.close();
    }

    private static Outcome ran(Shell who, String... words) {
        Outcome outcome = who.run(words);
        assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }

    private static String code(String purpose) throws InterruptedException {
        MessageId id = bakery.sends(codeFor(purpose), BOB);
        ran(bob, "receive");
        return id.toString();
    }

    private static MessageBody codeFor(String purpose) {
        return new MessageBody.CodeCard(Code.newBuilder()
                .setCode("431 997")
                .setPurpose(purpose)
                .setExpiresAt("2026-11-21T18:14:00Z")
                .build());
    }

    private static List<Reported> open(Predicate<ReportedAccount> about) {
        return town.reported().stream().filter(one -> about.test(one.about())).toList();
    }

    private static Reported last() {
        return open(ReportedAccount::hasBusiness).getLast();
    }

    @Test
    void aReportShowsAsMuchAsThePersonChoosesEachTimeMore() throws Exception {
        String id = code("sign in");
        assertThat(ran(bob, "business", "report", id).out()).contains("nothing of the message was shown");
        assertThat(last().report().getShown()).isEqualTo(OpenReport.Shown.NOTHING);
        assertThat(last().report().getInnerKind()).isEmpty();

        JsonNode told = JSON.readTree(
                ran(bob, "business", "report", id, "--label", "--json").out());
        assertThat(told.path("message").asString()).isEqualTo(id);
        assertThat(told.path("shown").asString()).isEqualTo("label");
        assertThat(last().report().getInnerKind()).isEqualTo("CODE");
        assertThat(last().report().getMislabelled()).isFalse();
        assertThat(last().texts()).isEmpty();

        assertThat(ran(bob, "business", "report", id, "--content").out()).contains("was shown the message");
        assertThat(last().texts()).contains("431 997", "sign in");
        assertThat(ran(bob, "report", id).out()).contains("counts once");
    }

    @Test
    void aReportOutlivesRestartsOfBothSides() throws Exception {
        String id = code("restart");
        town.relayGoesDown();
        Outcome down = bob.run("business", "report", id, "--label");
        assertThat(down.exit()).isEqualTo(69);
        town.relayComesBack();
        assertThat(ran(bob, "business", "report", id, "--label").out()).contains("Reported");
    }

    @Test
    void aPersonIsReportedInTheChatWithOneWord() throws Exception {
        ran(alice, "send", BOB, "-m", "cheap watches");
        try (Shell.Session chat = bob.start("chat", ALICE, "--plain").awaitOutput("cheap watches")) {
            chat.type("/r label").awaitOutput("no label to show");
            chat.type("/r content").awaitOutput("was shown the message");
            chat.type("/r").awaitOutput("\"cheap watches\" was reported before; it counts once");
            chat.type("/r lable").awaitOutput("expected: label, content, a message's id, or nothing");
            chat.type("/quit");
            assertThat(chat.awaitEnd()).isZero();
        }
        assertThat(open(account -> !account.hasBusiness()))
                .anySatisfy(report -> assertThat(report.texts()).containsExactly("cheap watches"));
    }

    /// A message that came before can be named; without a name it is the newest.
    @Test
    void whatIsReportedInAChatIsQuoted() throws Exception {
        ran(alice, "send", BOB, "-m", "the first of two");
        ran(bob, "receive");
        String first = idOf("the first of two");
        ran(alice, "send", BOB, "-m", "the second of two");
        try (Shell.Session chat = bob.start("chat", ALICE, "--plain").awaitOutput("the second of two")) {
            chat.type("/r").awaitOutput("Reported \"the second of two\"");
            chat.type("/r content " + first).awaitOutput("Reported \"the first of two\"");
            chat.type("/quit");
            assertThat(chat.awaitEnd()).isZero();
        }
        assertThat(open(account -> !account.hasBusiness()))
                .anySatisfy(report -> assertThat(report.texts()).containsExactly("the first of two"));
    }

    private static String idOf(String text) {
        return ran(bob, "history", ALICE, "--json")
                .out()
                .lines()
                .map(JSON::readTree)
                .filter(row -> row.path("text").asString().equals(text))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
    }

    /// Whoever sends abuse under an id that they were sent themselves is not out of reach by that.
    @Test
    void aMessageUnderTheIdOfAnOwnOneIsReportedAndTwoSendersAreAskedAbout() throws Exception {
        MessageId id = MessageId.parse(JSON.readTree(ran(bob, "send", "+12025550199", "-m", "are you open?", "--json")
                        .out())
                .path("id")
                .asString());
        bakery.sends(id, codeFor("a borrowed id"), BOB);
        ran(bob, "receive");
        assertThat(ran(bob, "business", "report", id.toString(), "--content").out())
                .contains("was shown the message");
        assertThat(last().texts()).contains("a borrowed id");
        assertThat(ran(bob, "block", id.toString()).out()).contains("Lantern Bakery");
        ran(bob, "unblock", "+12025550199");

        try (Shop chandler = town.shop("Chandler", "+12025550198")) {
            chandler.sends(id, codeFor("borrowed twice"), BOB);
            ran(bob, "receive");
            Outcome which = bob.run("report", id.toString());
            assertThat(which.exit()).isEqualTo(3);
            assertThat(which.err()).contains("Lantern Bakery", "Chandler", "--from");
            assertThat(ran(bob, "business", "report", id.toString(), "--from", "Chandler", "--content")
                            .out())
                    .contains("Chandler is not told who reported");
        }
    }

    @Test
    void whatCannotBeReportedIsSaid() throws Exception {
        String sent = ran(bob, "send", ALICE, "-m", "hi", "--json").out();
        String own = JSON.readTree(sent).path("id").asString();
        assertThat(bob.run("report", own).exit()).isEqualTo(77);
        assertThat(bob.run("report", "019ab000-0000-7000-8000-000000000007").exit())
                .isEqualTo(3);
        assertThat(bob.run("report", "nonsense").exit()).isEqualTo(2);
        String id = code("both");
        assertThat(bob.run("business", "report", id, "--label", "--content").exit())
                .isEqualTo(2);
    }
}
