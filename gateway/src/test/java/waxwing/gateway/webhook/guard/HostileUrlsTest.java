package waxwing.gateway.webhook.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waxwing.model.MalformedValueException;

/// URLs with which somebody might try to make the gateway call its own machine or network. A sentinel
/// listens on all of this machine's addresses, at the port that each URL names; nothing ever reaches it.
class HostileUrlsTest {
    private static final String PUBLIC = "8.8.8.8";
    private static ServerSocket sentinel;
    private static TargetClient client;

    @BeforeAll
    static void listen() throws IOException {
        sentinel = new ServerSocket();
        sentinel.bind(new InetSocketAddress(0));
        sentinel.setSoTimeout(1);
        client = new TargetClient(List.of(), Duration.ofSeconds(3));
    }

    @AfterAll
    static void close() throws IOException {
        client.close();
        sentinel.close();
    }

    @AfterEach
    void nothingReachedTheSentinel() {
        assertThatThrownBy(() -> sentinel.accept()).isInstanceOf(SocketTimeoutException.class);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource({"addressesInDisguise", "ipv6", "names", "forms"})
    void aUrlThatMightMeanThisMachineIsRefused(String url) throws InterruptedException {
        assertThat(outcome(url)).isEqualTo("refused");
    }

    static Stream<String> addressesInDisguise() {
        return Stream.of(
                        "127.0.0.1",
                        "127.1",
                        "127.0.1",
                        "0",
                        "0.0.0.0",
                        "2130706433",
                        "017700000001",
                        "0177.0.0.1",
                        "0177.0.0.01",
                        "127.0.0.01",
                        "0x7f000001",
                        "0x7F.0x0.0x0.0x1",
                        "0x7f.1",
                        "127.0.0.0x1",
                        "127.0.0.1.",
                        "127.0.0.1..",
                        "127.0.0.256",
                        "127.0.0.1.1",
                        "127..0.1",
                        "00000000177.0.0.1",
                        "4294967297",
                        "-1",
                        "169.254.169.254",
                        "2852039166",
                        "0xa9fea9fe",
                        "0251.0376.0251.0376",
                        "100.100.100.200",
                        "168.63.129.16",
                        "10.0.0.1",
                        "172.16.0.1",
                        "192.168.0.1",
                        "255.255.255.255",
                        "224.0.0.1",
                        "203.0.113.9")
                .map(HostileUrlsTest::url);
    }

    static Stream<String> ipv6() {
        return Stream.of(
                        "[::1]",
                        "[::]",
                        "[0:0:0:0:0:0:0:1]",
                        "[0000:0000:0000:0000:0000:0000:0000:0001]",
                        "[::ffff:127.0.0.1]",
                        "[::ffff:7f00:1]",
                        "[::ffff:8.8.8.8]",
                        "[::127.0.0.1]",
                        "[::7f00:1]",
                        "[::ffff:0:7f00:1]",
                        "[64:ff9b::127.0.0.1]",
                        "[64:ff9b::7f00:1]",
                        "[2002:7f00:1::]",
                        "[2001:0:7f00:1::]",
                        "[fe80::1]",
                        "[fe80::1%25lo]",
                        "[fe80::1%lo]",
                        "[fc00::1]",
                        "[fd00:ec2::254]",
                        "[ff02::1]",
                        "[2001:db8::1]",
                        "[::1",
                        "::1",
                        "[127.0.0.1]",
                        "[localhost]",
                        "[]")
                .map(HostileUrlsTest::url);
    }

    static Stream<String> names() {
        return Stream.of(
                        "localhost",
                        "LOCALHOST",
                        "localhost.",
                        "foo.localhost",
                        "localhost.localdomain",
                        "ip6-localhost",
                        "gateway",
                        "gateway.local",
                        "metadata.google.internal",
                        "db.corp",
                        "router.lan",
                        "1.0.0.127.in-addr.arpa",
                        "loopback.example.com",
                        "127.0.0.1.nip.example.com",
                        "mapped.example.com",
                        "inside.example.com",
                        "metadata.example.com",
                        "six.example.com",
                        "mixed.example.com",
                        "mixed-six.example.com",
                        "nat64.example.com",
                        "-a.example.com",
                        "a_b.example.com",
                        "a..example.com",
                        "example.com%00.evil.com",
                        "exa mple.com")
                .map(HostileUrlsTest::url);
    }

    static Stream<String> forms() {
        String port = ":" + sentinel.getLocalPort();
        return Stream.of(
                "http://hooks.example.com/",
                "http://127.0.0.1" + port + "/",
                "http://localhost" + port + "/",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "gopher://127.0.0.1" + port + "/_",
                "jar:https://hooks.example.com/!/",
                "javascript://127.0.0.1" + port + "/",
                "https:hooks.example.com/",
                "https:/hooks.example.com/",
                "https:///127.0.0.1" + port + "/",
                "//127.0.0.1" + port + "/",
                "https://user@127.0.0.1" + port + "/",
                "https://hooks.example.com@127.0.0.1" + port + "/",
                "https://hooks.example.com:443@127.0.0.1" + port + "/",
                "https://hooks.example.com%40127.0.0.1" + port + "/",
                "https://127.0.0.1" + port + "#@hooks.example.com/",
                "https://127.0.0.1" + port + "\\@hooks.example.com/",
                "https://hooks.example.com\\@127.0.0.1" + port + "/",
                "https://hooks.example.com#@127.0.0.1/",
                "https://１２７.０.０.１" + port + "/",
                "https://127。0。0。1" + port + "/",
                "https://127．0．0．1" + port + "/",
                "https://①②⑦.⓪.⓪.①" + port + "/",
                "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ" + port + "/",
                "https://loc\u00adalhost" + port + "/",
                "https://127.0.0.1\u200b" + port + "/",
                "https://hooks.example.com\t@127.0.0.1/",
                "https://hooks.example.com\r\nHost: 127.0.0.1/",
                " https://127.0.0.1" + port + "/",
                "https://hooks.example.com/ HTTP/1.1\r\nX: y",
                "https://hooks.example.com/\u0000",
                "https://hooks.example.com:0/",
                "https://hooks.example.com:22/",
                "https://hooks.example.com:25/",
                "https://hooks.example.com:80/",
                "https://hooks.example.com:65536/",
                "https://hooks.example.com:4294967739/",
                "https://hooks.example.com:/",
                "https://hooks.example.com:-1/",
                "https://hooks.example.com:443:443/",
                "https://",
                "https://hooks.example.com/%zz",
                "https://hooks.example.com/" + "x".repeat(2048),
                "");
    }

    /// Without the guard's no, the sentinel would be reached: it is there.
    @Test
    void theSentinelHearsAPostThatIsAllowed() throws Exception {
        try (var guard = new TargetGuard(HostileUrlsTest::resolve, Receivers.LOOPBACK)) {
            WebhookUrl url = guard.read("http://127.0.0.1:" + sentinel.getLocalPort() + "/hook");
            var cleared = (Clearance.Cleared) guard.clear(url);
            client.post(cleared.target(), Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
        }

        try (Socket heard = sentinel.accept()) {
            assertThat(heard.isConnected()).isTrue();
        }
    }

    @Test
    void thereAreEnoughOfThem() {
        assertThat(Stream.of(addressesInDisguise(), ipv6(), names(), forms()).flatMap(urls -> urls))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(120);
    }

    @Test
    void aNameThatChangesItsMindAfterTheRegistrationIsRefusedAtTheDelivery() throws InterruptedException {
        var asked = new AtomicInteger();
        HostResolver rebinding =
                _ -> List.of(InetAddress.ofLiteral(asked.getAndIncrement() == 0 ? PUBLIC : "127.0.0.1"));
        try (var guard = new TargetGuard(rebinding, Receivers.PUBLIC)) {
            WebhookUrl url = guard.read(url("rebinding.example.com"));

            assertThat(guard.clear(url)).isInstanceOf(Clearance.Cleared.class);
            assertThat(guard.clear(url)).isInstanceOf(Clearance.Refused.class);
        }
    }

    /// The first answer is judged and the same answer is connected to: to a port where nothing listens,
    /// while the sentinel stands at the address that a second question would bring.
    @Test
    void aNameThatChangesItsMindBetweenTheCheckAndTheConnectionGainsNothing() throws Exception {
        var asked = new AtomicInteger();
        HostResolver rebinding =
                _ -> List.of(InetAddress.ofLiteral(asked.getAndIncrement() == 0 ? "127.0.0.2" : "127.0.0.1"));
        try (var only = new ServerSocket();
                var guard = new TargetGuard(rebinding, Receivers.PUBLIC_AND_LOOPBACK)) {
            only.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            only.setSoTimeout(1);
            WebhookUrl url = guard.read("http://rebinding.example.com:" + only.getLocalPort() + "/");
            var cleared = (Clearance.Cleared) guard.clear(url);

            assertThat(client.post(cleared.target(), Map.of(), "{}".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(new Reply.Unreachable());
            assertThat(asked).hasValue(1);
            assertThatThrownBy(only::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("loopbackOnly")
    void withLoopbackAllowedEverythingElseStaysRefused(String url, String outcome) throws InterruptedException {
        try (var guard = new TargetGuard(HostileUrlsTest::resolve, Receivers.PUBLIC_AND_LOOPBACK)) {
            assertThat(checked(guard, url)).isEqualTo(outcome);
        }
    }

    static Stream<Arguments> loopbackOnly() {
        return Stream.of(
                arguments("http://127.0.0.1:3000/", "cleared"),
                arguments("http://[::1]:3000/", "cleared"),
                arguments("http://loopback.example.com:3000/", "cleared"),
                arguments("https://loopback.example.com/", "cleared"),
                arguments("https://hooks.example.com/", "cleared"),
                arguments("http://hooks.example.com/", "refused"),
                arguments("http://8.8.8.8/", "refused"),
                arguments("http://10.0.0.1:8080/", "refused"),
                arguments("http://169.254.169.254/", "refused"),
                arguments("http://mixed.example.com:3000/", "refused"),
                arguments("https://inside.example.com/", "refused"),
                arguments("http://127.1:3000/", "refused"),
                arguments("http://127.0.0.1:22/", "refused"),
                arguments("http://0.0.0.0:3000/", "refused"));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void aHarmlessUrlIsClearedAndReadsAsItWasWritten(String url) throws InterruptedException {
        try (var guard = new TargetGuard(HostileUrlsTest::resolve, Receivers.PUBLIC)) {
            assertThat(checked(guard, url)).isEqualTo("cleared");
            assertThat(guard.read(url).text()).isEqualTo(url);
        }
    }

    static Stream<String> harmless() {
        return Stream.of(
                "https://hooks.example.com/",
                "https://hooks.example.com/waxwing/v1?token=a%20b&x=@y",
                "https://hooks.example.com:8443/",
                "https://xn--bcher-kva.example.com/",
                "https://8.8.8.8/",
                "https://[2606:4700:4700::1111]:8443/");
    }

    /// Reads and clears the URL as registering does, and posts to it if that succeeds, as delivering does.
    private static String outcome(String text) throws InterruptedException {
        try (var guard = new TargetGuard(HostileUrlsTest::resolve, Receivers.PUBLIC)) {
            String outcome = checked(guard, text);
            if (outcome.equals("cleared")
                    && guard.clear(guard.read(text)) instanceof Clearance.Cleared(Target target)) {
                client.post(target, Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
            }
            return outcome;
        }
    }

    private static String checked(TargetGuard guard, String text) throws InterruptedException {
        WebhookUrl url;
        try {
            url = guard.read(text);
        } catch (MalformedValueException malformed) {
            assertThat(malformed.getMessage()).startsWith("not a webhook's URL: ");
            return "refused";
        }
        return switch (guard.clear(url)) {
            case Clearance.Cleared _ -> "cleared";
            case Clearance.Refused _ -> "refused";
            case Clearance.Unresolved _ -> "unresolved";
        };
    }

    private static List<InetAddress> resolve(String name) throws UnknownHostException {
        List<String> addresses = switch (name) {
            case "hooks.example.com", "xn--bcher-kva.example.com" -> List.of(PUBLIC, "2606:4700:4700::1111");
            case "loopback.example.com", "127.0.0.1.nip.example.com" -> List.of("127.0.0.1");
            case "mapped.example.com" -> List.of("::ffff:127.0.0.1");
            case "inside.example.com" -> List.of("10.1.2.3");
            case "metadata.example.com" -> List.of("169.254.169.254");
            case "six.example.com" -> List.of("::1");
            case "mixed.example.com" -> List.of(PUBLIC, "127.0.0.1");
            case "mixed-six.example.com" -> List.of(PUBLIC, "fd00::1");
            case "nat64.example.com" -> List.of("64:ff9b::7f00:1");
            default -> throw new UnknownHostException(name);
        };
        return addresses.stream().map(InetAddress::ofLiteral).toList();
    }

    private static String url(String host) {
        return "https://" + host + ":" + sentinel.getLocalPort() + "/hook";
    }
}
