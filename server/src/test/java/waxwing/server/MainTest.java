package waxwing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.RegistrationGrpc;
import waxwing.relay.v1.ReportsGrpc;
import waxwing.relay.v1.StartVerificationRequest;
import waxwing.relay.v1.StartVerificationResponse;
import waxwing.server.delivery.Connected;
import waxwing.server.delivery.Submits;
import waxwing.server.report.Franked;

/// The operator's commands as scripts see them: exit code, standard output, standard error.
class MainTest {
    @TempDir
    Path folder;

    private record Ended(int exit, String out, String err) {}

    private Ended waxwingRelay(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(
                new World(Map.of("WAXWING_HOME", folder.resolve("home").toString()), new PrintWriter(out, true)));
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        return new Ended(line.execute(args), out.toString(), err.toString());
    }

    @Test
    void aCommandThatIsNotOneEndsWith2AndOneLineThatSaysSo() {
        Ended ended = waxwingRelay("run", "--lisen", "127.0.0.1:1");

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).startsWith("waxwing relay: Unknown option").contains("  try: waxwing relay run --help");
        assertThat(ended.out()).isEmpty();
        assertThat(waxwingRelay("business", "suspend", "0190c0de-0000-7000-8000-000000000000")
                        .exit())
                .isEqualTo(2);
        assertThat(waxwingRelay("business", "approve", "me").exit()).isEqualTo(2);
    }

    @Test
    void wrongConfigurationEndsWith78AndOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("relay.toml"), "lisen = \"127.0.0.1:7443\"\n");

        Ended ended = waxwingRelay("check", "--config", file.toString());

        assertThat(ended.exit()).isEqualTo(78);
        assertThat(ended.err().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("lisen", "did you mean listen?"));
        assertThat(waxwingRelay("run").exit()).isEqualTo(78);
        assertThat(waxwingRelay("run", "--dev", "--listen", "0.0.0.0:0").exit()).isEqualTo(78);
    }

    @Test
    void withoutARelayTheAdminCommandsEndWith69() {
        Ended ended = waxwingRelay("status", "--data-dir", folder.toString());

        assertThat(ended.exit()).isEqualTo(69);
        assertThat(ended.err().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("waxwing relay: no relay is running here");
        assertThat(waxwingRelay("business", "list").exit()).isEqualTo(69);
    }

    @ParameterizedTest(name = "waxwing relay {0}")
    @CsvSource(delimiter = '|', textBlock = """
            status --json --data-dir {folder}        | 69 | relay_unavailable
            --json business list --data-dir {folder} | 69 | relay_unavailable
            business approve me --json               | 2  | malformed_value
            business approve --json                  | 2  | usage
            run --lisen 127.0.0.1:1 --json           | 2  | usage
            --json run                               | 78 | configuration
            check --dev --listen 0.0.0.0:0 --json    | 78 | configuration
            """)
    void aScriptGetsFailuresAsJson(String words, int exit, String code) {
        Ended ended = waxwingRelay(words.replace("{folder}", folder.toString()).split(" "));

        assertThat(ended.exit()).isEqualTo(exit);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .matches("\\{\"v\":1,\"error\":\\{\"code\":\"" + code
                        + "\",\"message\":\".+\",\"hint\":(null|\".+\"),\"retry_after_s\":null}}\\R");
    }

    @Test
    void theOptionsOfEveryCommandAreTakenHereToo() {
        String global = "-p work -q --plain --no-input --color never ";

        assertThat(waxwingRelay((global + "status --data-dir " + folder).split(" "))
                        .exit())
                .isEqualTo(69);
        assertThat(waxwingRelay(("business list " + global + "--data-dir " + folder).split(" "))
                        .exit())
                .isEqualTo(69);
        assertThat(waxwingRelay("-v", "status", "--data-dir", folder.toString()).err())
                .contains("\tat waxwing.server.");
    }

    @Test
    void theVersionNamesTheLicenceAndTheSource() {
        assertThat(waxwingRelay("--version").out().lines().map(line -> line.split(" ", 2)[0]))
                .containsExactly("waxwing", "licence:", "source:");
        assertThat(waxwingRelay("--version").out()).contains("AGPL-3.0-only").doesNotContain("${");
    }

    @Test
    void aPortThatIsTakenIsALocalFailure() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String listen = "127.0.0.1:" + taken.getLocalPort();
            String data = folder.resolve("data").toString();
            assertThat(waxwingRelay("check", "--dev", "--listen", listen, "--data-dir", data)
                            .exit())
                    .isEqualTo(74);
            assertThat(waxwingRelay("run", "--dev", "--listen", listen, "--data-dir", data)
                            .exit())
                    .isEqualTo(74);
        }
    }

    @Test
    void aRelayForDevelopmentTellsAScriptItsLinkAndTheCodes() throws Exception {
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine(
                new World(Map.of("WAXWING_HOME", folder.resolve("home").toString()), new PrintWriter(out, true)));
        String data = folder.resolve("data").toString();
        Thread running = Thread.ofPlatform()
                .start(() -> line.execute("run", "--dev", "--json", "--listen", "127.0.0.1:0", "--data-dir", data));
        try {
            String ready = awaitLine(out, 0);
            assertThat(ready).matches("\\{\"v\":1,\"type\":\"ready\",\"link\":\"waxwing://.*#sha256:[0-9a-f]{64}\"}");
            askForACode(ready.replaceAll(".*127.0.0.1:([0-9]+)#.*", "$1"), "+12025550107");
            assertThat(awaitLine(out, 1))
                    .matches(
                            "\\{\"v\":1,\"type\":\"verification_code\",\"number\":\"\\+12025550107\",\"code\":\"[0-9]{6}\"}");
        } finally {
            running.interrupt();
            running.join();
        }
        assertThat(waxwingRelay("status", "--data-dir", data).exit()).isEqualTo(69);
    }

    private static String awaitLine(StringWriter out, int index) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> out.toString().lines().count() > index);
        return out.toString().lines().skip(index).findFirst().orElseThrow();
    }

    private static void askForACode(String port, String number) throws IOException {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(port))
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build())
                .build();
        try {
            StartVerificationResponse _ = RegistrationGrpc.newBlockingStub(channel)
                    .startVerification(StartVerificationRequest.newBuilder()
                            .setPhoneNumber(number)
                            .build());
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void theOperatorSeesAndResolvesReports() {
        Path data = folder.resolve("data");
        String at = data.toString();
        try (TestRelay relay = TestRelay.start(data)) {
            TestDevice shop = TestDevice.ofBusiness(relay, "+12025550101").register();
            relay.approve(shop);
            TestDevice person = TestDevice.ofPerson(relay, "+12025550102").register();
            Franked inside = Franked.saying("OFFER", 6, "half\u001b[2J \"price\"");
            Submits.send(shop, inside.in(Submits.to(person, "ciphertext", relay.clock())), MessageKind.RECEIPT);
            Envelope came =
                    Connected.open(person).prompt().deliveries(1).getLast().getEnvelope();
            assertThat(ReportsGrpc.newBlockingStub(person.channel())
                            .report(Franked.report(shop, came)
                                    .setContent(inside.content())
                                    .build())
                            .hasCounted())
                    .isTrue();
            String id = shop.account().toString();

            String listed = waxwingRelay("report", "list", "--data-dir", at).out();
            assertThat(listed)
                    .contains(id + "  verified  fair (mislabelled)  1 people, 1 with proof, 1 messages  Cup & Corner")
                    .contains("labelled RECEIPT, inside OFFER, mislabelled, with its content")
                    .doesNotContain("price", person.account().toString());
            String report =
                    listed.lines().skip(1).findFirst().orElseThrow().strip().split(" ")[0];
            assertThat(waxwingRelay("report", "show", report, "--data-dir", at).out())
                    .contains(report, "labelled RECEIPT", "half [2J \"price\"")
                    .doesNotContain("\u001b", person.account().toString());
            assertThat(waxwingRelay("report", "list", id, "--json", "--data-dir", at)
                            .out()
                            .lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("{\"v\":1,\"type\":\"account\",\"id\":\"" + id + "\"")
                    .contains("\"rating\":\"fair\",\"reasons\":[\"mislabelled\"],\"people\":1");
            assertThat(waxwingRelay("report", "show", report, "--json", "--data-dir", at)
                            .out())
                    .contains("\"account\":\"" + id + "\"", "\"texts\":[\"half\\u001b[2J \\\"price\\\"\"]");
            for (String command : List.of("list", "show")) {
                assertThat(waxwingRelay("report", command, person.account().toString(), "--data-dir", at)
                                .exit())
                        .isEqualTo(3);
            }
            assertThat(waxwingRelay("report", "resolve", id, "--as", "dismissed", "--note", "ours", "--data-dir", at))
                    .satisfies(resolved -> assertThat(resolved.exit()).isZero())
                    .satisfies(resolved -> assertThat(resolved.out()).startsWith("1 resolved as dismissed"));
            assertThat(waxwingRelay("report", "resolve", id, "--as", "upheld", "--data-dir", at)
                            .exit())
                    .isEqualTo(3);
            assertThat(waxwingRelay("report", "resolve", id, "--data-dir", at).exit())
                    .isEqualTo(2);
            assertThat(waxwingRelay("report", "list", "--data-dir", at).out()).isEmpty();
        }
    }

    @Test
    void theOperatorApprovesABusinessOfTheRunningRelay() {
        Path data = folder.resolve("data");
        try (TestRelay relay = TestRelay.start(data)) {
            TestDevice business = TestDevice.ofBusiness(relay, "+12025550101").register();
            String id = business.account().toString();

            assertThat(waxwingRelay("status", "--json", "--data-dir", data.toString())
                            .out())
                    .startsWith("{\"v\":1,\"link\":\"" + relay.relay().link() + "\"");
            assertThat(waxwingRelay("business", "list", "--data-dir", data.toString())
                            .out())
                    .contains(id, "pending", "Cup & Corner");
            assertThat(waxwingRelay("business", "approve", id, "--data-dir", data.toString()))
                    .satisfies(approved -> assertThat(approved.exit()).isZero())
                    .satisfies(approved -> assertThat(approved.out()).contains("verified"));
            assertThat(waxwingRelay("business", "suspend", id, "--reason", "complaints", "--data-dir", data.toString())
                            .out())
                    .contains("suspended", "complaints");
            assertThat(waxwingRelay(
                                    "business",
                                    "approve",
                                    "00000000-0000-4000-8000-000000000000",
                                    "--data-dir",
                                    data.toString())
                            .exit())
                    .isEqualTo(3);
        }
    }

    @Test
    void theOperatorSeesAndSetsHowManyPeopleABusinessMayWriteTo() {
        Path data = folder.resolve("data");
        try (TestRelay relay = TestRelay.start(data)) {
            String id = TestDevice.ofBusiness(relay, "+12025550101")
                    .register()
                    .account()
                    .toString();

            assertThat(limits(data, id).out()).isEqualTo("tier 1: 0 of 250 people in 24 hours\n");
            assertThat(limits(data, id, "--tier", "3").out())
                    .isEqualTo("tier 3 (set by the operator): 0 of 10,000 people in 24 hours\n");
            assertThat(limits(data, id, "--json").out())
                    .isEqualTo("{\"v\":1,\"id\":\"" + id + "\",\"limits\":{\"tier\":3,\"people_per_day\":10000,"
                            + "\"people_used\":0,\"next_free_at\":null,\"set_by_operator\":true}}\n");
            assertThat(limits(data, id, "--tier", "5").out())
                    .isEqualTo("tier 5 (set by the operator): as many people as it likes\n");
            assertThat(limits(data, id, "--tier", "auto").out())
                    .as("no rule gives 5")
                    .isEqualTo("tier 4: 0 of 100,000 people in 24 hours\n");
            assertThat(limits(data, id, "--tier", "auto").out()).startsWith("tier 4: 0");
            limits(data, id, "--tier", "5");
            assertThat(waxwingRelay("business", "list", "--json", "--data-dir", data.toString())
                            .out())
                    .contains("\"limits\":{\"tier\":5,\"people_per_day\":null,\"people_used\":null,");
        }
    }

    @Test
    void aTierThatIsNoneChangesNothing() {
        Path data = folder.resolve("data");
        try (TestRelay relay = TestRelay.start(data)) {
            String id = TestDevice.ofBusiness(relay, "+12025550101")
                    .register()
                    .account()
                    .toString();

            Ended refused = limits(data, id, "--tier", "250");

            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err()).contains("--tier: 250 (expected: 1 to 5, or auto)");
            assertThat(limits(data, id, "--tier", "two").exit()).isEqualTo(2);
            assertThat(limits(data, id).out()).startsWith("tier 1: ");
            assertThat(limits(data, "00000000-0000-4000-8000-000000000000", "--tier", "2")
                            .exit())
                    .isEqualTo(3);
        }
    }

    private Ended limits(Path data, String id, String... more) {
        List<String> words = new ArrayList<>(List.of("business", "limits", id, "--data-dir", data.toString()));
        words.addAll(List.of(more));
        return waxwingRelay(words.toArray(String[]::new));
    }

    @Test
    void checkSaysThatItWouldStart() {
        Ended ended = waxwingRelay("check", "--dev", "--listen", "127.0.0.1:0", "--data-dir", folder.toString());

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).contains("ok: the relay would start");
        assertThat(waxwingRelay("check", "--json", "--dev", "--listen", "127.0.0.1:0", "--data-dir", folder.toString())
                        .out())
                .startsWith("{\"v\":1,\"ok\":true,\"listen\":\"127.0.0.1:0\",\"data_dir\":\"" + folder + "\"");
    }
}
