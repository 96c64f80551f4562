package waxwing.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.cli.story.Shell.Outcome;

/// Two people, their commands, and a relay that is really there.
class TalkingTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ALICE = "+12025550101";
    private static final String BOB = "+12025550102";

    @TempDir
    private static Path folder;

    private static Town town;
    private static Shell alice;
    private static Shell bob;

    @BeforeAll
    static void twoPeopleRegister() throws Exception {
        town = new Town(folder);
        alice = town.resident("alice", ALICE);
        bob = town.resident("bob", BOB);
    }

    @AfterAll
    static void theRelayEnds() {
        town.close();
    }

    private static JsonNode json(Outcome outcome) {
        assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isZero();
        return JSON.readTree(outcome.out());
    }

    private static List<JsonNode> received(Shell who, String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "receive";
        words[1] = "--json";
        System.arraycopy(options, 0, words, 2, options.length);
        Outcome outcome = who.run(words);
        assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isZero();
        return outcome.out().lines().map(JSON::readTree).toList();
    }

    private static List<String> texts(List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.path("type").asString().equals("message"))
                .map(event -> event.path("text").asString())
                .toList();
    }

    @Test
    void aMessageGoesFromOneToTheOtherWithEverythingThatAScriptNeeds() {
        JsonNode sent = json(alice.run("send", BOB, "-m", "Hello Bob", "--json"));
        assertThat(sent.path("state").asString()).isEqualTo("accepted");
        assertThat(sent.path("to").asString()).isEqualTo(BOB);
        JsonNode event = received(bob).stream()
                .filter(one -> one.path("id").equals(sent.path("id")))
                .findFirst()
                .orElseThrow();
        assertThat(event.path("type").asString()).isEqualTo("message");
        assertThat(event.path("from").asString()).isEqualTo(ALICE);
        assertThat(event.path("text").asString()).isEqualTo("Hello Bob");
        assertThat(event.path("cursor").asLong()).isPositive();
        assertThat(json(alice.run("status", sent.path("id").asString(), "--json"))
                        .path("id"))
                .isEqualTo(sent.path("id"));
        assertThat(bob.run("history", ALICE).out()).contains(": Hello Bob");
        assertThat(bob.run("chats").out()).contains(ALICE);
    }

    @Test
    void aMessageWithATimeLimitArrivesWithinIt() {
        JsonNode sent = json(alice.run("send", BOB, "-m", "before noon", "--expire", "1h", "--json"));
        assertThat(sent.path("state").asString()).isEqualTo("accepted");
        assertThat(texts(received(bob))).contains("before noon");
    }

    @Test
    void withManualAcknowledgementAnEventComesBackUntilItIsAcknowledged() {
        alice.run("send", BOB, "-m", "keep this");
        List<JsonNode> first = received(bob, "--ack", "manual");
        assertThat(texts(first)).contains("keep this");
        assertThat(texts(received(bob, "--ack", "manual"))).contains("keep this");
        String cursor = first.getLast().path("cursor").asString();
        assertThat(bob.run("ack", cursor).exit()).isZero();
        assertThat(texts(received(bob, "--timeout", "500ms"))).doesNotContain("keep this");
        assertThat(bob.run("ack", "999999999").exit()).isEqualTo(3);
    }

    @Test
    void theTextIsReadFromTheInputAndHostileTextStaysText() {
        String attack = "\u001b[2J\u001b]52;c;ZXZpbA==\u0007\nfake: line\u202e";
        assertThat(alice.runWith(attack, "send", BOB, "-").exit()).isZero();
        Outcome shown = bob.run("receive");
        assertThat(shown.out()).doesNotContain("\u001b", "\u0007", "\u202e").contains("␛[2J", "\n      fake: line");
        assertThat(shown.out().lines()).noneMatch(line -> line.startsWith("fake"));
    }

    @Test
    void aSecondCommandWorksWhileAChatIsOpen() throws Exception {
        try (Shell.Session chat = alice.start("chat", BOB, "--plain")) {
            chat.awaitOutput("/quit ends").type("first, typed in the chat").awaitOutput("[accepted]");
            JsonNode second = json(alice.run("send", BOB, "-m", "second, from elsewhere", "--json"));
            assertThat(second.path("state").asString()).isEqualTo("accepted");
            assertThat(texts(received(bob))).containsSubsequence("first, typed in the chat", "second, from elsewhere");
            assertThat(bob.run("send", ALICE, "-m", "and back", "--wait", "delivered")
                            .exit())
                    .isZero();
            chat.awaitOutput(": and back").type("/quit");
            assertThat(chat.awaitEnd()).isZero();
        }
    }

    @Test
    void aMessageThatReadsLikeACommandOrAnOptionGoesToTheOwnerToo() throws Exception {
        try (Shell.Session chat = alice.start("chat", BOB, "--plain").awaitOutput("/quit ends")) {
            for (String text : List.of("help", "version", "register", "completion")) {
                assertThat(alice.run("send", BOB, "-m", text, "--json").out()).contains("\"accepted\"");
            }
            assertThat(alice.run("send", "--help").out()).contains("--wait");
            assertThat(texts(received(bob))).containsSubsequence("help", "version", "register", "completion");
            chat.type("/quit");
            assertThat(chat.awaitEnd()).isZero();
        }
    }

    @Test
    void theOwnerRunsNothingThatIsAboutAnotherProfile() throws Exception {
        try (Shell.Session chat = alice.start("chat", BOB, "--plain").awaitOutput("/quit ends")) {
            Outcome clustered = alice.run("-qp", "work", "send", BOB, "-m", "from work", "--json");
            assertThat(clustered.exit()).isEqualTo(78);
            assertThat(clustered.out()).contains("\"not_registered\"");
            Outcome refused = alice.runInOwner("-p", "work", "send", BOB, "-m", "from work");
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err()).contains("profile work").contains("process of default");
            assertThat(alice.runInOwner("-p", "default", "send", BOB, "-m", "from default")
                            .exit())
                    .isZero();
            assertThat(texts(received(bob))).contains("from default").doesNotContain("from work");
            chat.type("/quit");
            assertThat(chat.awaitEnd()).isZero();
        }
    }

    @Test
    void aHomeWithALongPathHasItsOwnerToo() throws Exception {
        Path deep = folder.resolve("d".repeat(60)).resolve("e".repeat(60));
        Shell erin = town.resident(deep.toString(), "+12025550104");
        try (Shell.Session chat = erin.start("chat", BOB, "--plain").awaitOutput("/quit ends");
                Shell.Session other = alice.start("chat", BOB, "--plain").awaitOutput("/quit ends")) {
            assertThat(erin.run("send", BOB, "-m", "from the deep", "--json").out())
                    .contains("\"accepted\"");
            assertThat(received(bob)).anySatisfy(event -> {
                assertThat(event.path("text").asString()).isEqualTo("from the deep");
                assertThat(event.path("from").asString()).isEqualTo("+12025550104");
            });
            other.type("/quit");
            chat.type("/quit");
            assertThat(chat.awaitEnd() + other.awaitEnd()).isZero();
        }
    }

    @Test
    void whenTheOwnerEndsAnotherProcessTakesOver() throws Exception {
        try (Shell.Session chat = alice.start("chat", BOB, "--plain").awaitOutput("/quit ends");
                Shell.Session follower = alice.start("receive", "--follow", "--json")) {
            bob.run("send", ALICE, "-m", "before", "--wait", "delivered");
            chat.awaitOutput(": before").type("/quit");
            assertThat(chat.awaitEnd()).isZero();
            assertThat(bob.run("send", ALICE, "-m", "after", "--wait", "delivered")
                            .exit())
                    .isZero();
            follower.awaitOutput("\"after\"");
        }
    }

    @Test
    void aNameStandsForANumberAndAnUnknownOneIsNotFound() {
        assertThat(alice.run("contact", "add", BOB, "--name", "Bobby").exit()).isZero();
        assertThat(alice.run("send", "bobby", "-m", "by name").exit()).isZero();
        Outcome unknown = alice.run("send", "nobody", "-m", "hi", "--json");
        assertThat(unknown.exit()).isEqualTo(3);
        assertThat(unknown.out()).contains("\"not_found\"");
        Outcome unregistered = alice.run("send", "+12025550155", "-m", "hi");
        assertThat(unregistered.exit()).isEqualTo(3);
        assertThat(unregistered.err()).contains("not registered");
    }

    @Test
    void whoIsBlockedIsNotWrittenToByMistake() throws Exception {
        String carol = "+12025550103";
        town.resident("carol", carol);
        assertThat(alice.run("block", carol).exit()).isZero();
        Outcome refused = alice.run("send", carol, "-m", "hi", "--json");
        assertThat(refused.exit()).isEqualTo(77);
        assertThat(refused.out()).contains("\"blocked\"");
        assertThat(alice.run("blocked").out()).contains(carol);
        assertThat(alice.run("unblock", carol).exit()).isZero();
        assertThat(alice.run("send", carol, "-m", "hi").exit()).isZero();
    }

    @Test
    void toWhoeverHasANewIdentityNothingGoesUntilThePersonSaysSo() throws Exception {
        String dan = "+12025550105";
        town.resident("dan", dan);
        assertThat(alice.run("send", dan, "-m", "to the old phone").exit()).isZero();
        Shell newPhone = town.resident("dan-with-a-new-phone", dan);

        Outcome refused = alice.run("send", dan, "-m", "to whom?", "--json");
        assertThat(refused.exit()).as(refused.out()).isEqualTo(4);
        JsonNode answer = JSON.readTree(refused.out());
        assertThat(answer.path("error").path("code").asString()).isEqualTo("identity_changed");
        assertThat(answer.path("error").path("hint").asString()).isEqualTo("waxwing verify " + dan);
        assertThat(answer.path("state").asString()).isEqualTo("failed");
        Outcome told = alice.run("send", dan, "-m", "and still?");
        assertThat(told.exit()).isEqualTo(4);
        assertThat(told.err()).contains("new identity key", "try: waxwing verify " + dan);

        assertThat(alice.run("verify", dan, "--reset").exit()).isZero();
        assertThat(alice.run("send", dan, "-m", "to the new phone").exit()).isZero();
        assertThat(texts(received(newPhone)))
                .contains("to the new phone")
                .doesNotContain("to the old phone", "to whom?", "and still?");
    }

    @Test
    void bothSeeTheSameSafetyNumber() {
        alice.run("send", BOB, "-m", "hello");
        received(bob);
        String number =
                json(alice.run("verify", BOB, "--json")).path("safety_number").asString();
        assertThat(number).matches("[0-9]{60}");
        assertThat(bob.run("verify", ALICE, "--number", number).exit()).isZero();
        assertThat(bob.run("verify", ALICE, "--number", "1".repeat(60)).exit()).isEqualTo(4);
    }

    @Test
    void doctorFindsNothingToComplainOf() {
        Outcome outcome = alice.run("doctor");
        assertThat(outcome.exit()).as(outcome.out()).isZero();
        assertThat(outcome.out()).contains("ok   relay").doesNotContain(ALICE, "FAIL");
    }
}
