package waxwing.gateway.webhook.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import waxwing.gateway.Receiver;
import waxwing.gateway.Receiver.Behaviour;

/// What a connection to a receiver does and does not do.
@Isolated("sets the proxy of the whole process")
class TargetClientTest {
    private static final String NAME = "hooks.example.com";
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Duration WHOLE = Duration.ofSeconds(2);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Receiver receiver;
    private TargetGuard guard;
    private TargetClient client;

    @BeforeEach
    void open() {
        receiver = new Receiver();
        guard = new TargetGuard(
                name -> {
                    asked.add(name);
                    return List.of(InetAddress.getLoopbackAddress());
                },
                Receivers.PUBLIC_AND_LOOPBACK);
        client = new TargetClient(List.of(), WHOLE);
    }

    @AfterEach
    void close() {
        client.close();
        guard.close();
        receiver.close();
    }

    @Test
    void theNameGoesIntoTheRequestAndIsLookedUpOnce() throws Exception {
        Reply reply = post("http://" + NAME + ":" + receiver.port() + "/hook");

        assertThat(reply).isEqualTo(new Reply.Answered(204, Optional.empty()));
        assertThat(asked).containsExactly(NAME);
        assertThat(receiver.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.host()).isEqualTo(NAME + ":" + receiver.port()));
    }

    @Test
    void aCertificateForTheNameIsAcceptedAndOneForAnotherNameIsNot() throws Exception {
        try (var right = new TlsReceiver(NAME);
                var wrong = new TlsReceiver("other.example.com");
                var trusting = new TargetClient(List.of(right.certificate, wrong.certificate), WHOLE)) {
            assertThat(post(trusting, "https://" + NAME + ":" + right.port() + "/"))
                    .isEqualTo(new Reply.Answered(200, Optional.empty()));
            assertThat(post(trusting, "https://" + NAME + ":" + wrong.port() + "/"))
                    .isEqualTo(new Reply.TlsFailed());
            assertThat(post(client, "https://" + NAME + ":" + right.port() + "/"))
                    .isEqualTo(new Reply.TlsFailed());
            assertThat(right.requests).hasSize(1);
            assertThat(wrong.requests).isEmpty();
        }
    }

    @Test
    void aRedirectIsAnAnswerLikeAnyOther() throws Exception {
        try (var secret = new Receiver()) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                receiver.behaves(new Behaviour.AnswersWith(status, "Location", secret.url()));
                assertThat(post(receiver.url())).isEqualTo(new Reply.Answered(status, Optional.empty()));
            }
            assertThat(secret.requests()).isEmpty();
        }
    }

    @Test
    void aReceiverThatHangsIsLeftAndOneThatNeverStopsTalkingIsCutOff() throws Exception {
        receiver.behaves(new Behaviour.Hangs());
        assertThat(post(receiver.url())).isEqualTo(new Reply.TimedOut());

        receiver.behaves(new Behaviour.Drips(200));
        assertThat(post(receiver.url())).isEqualTo(new Reply.Answered(200, Optional.empty()));
    }

    @Test
    void aNameThatIsNotFoundInTimeHasNoAddress() throws Exception {
        var never = new CountDownLatch(1);
        HostResolver hanging = _ -> {
            try {
                never.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return List.of(InetAddress.getLoopbackAddress());
        };
        try (var impatient = new TargetGuard(hanging, Receivers.PUBLIC_AND_LOOPBACK, Duration.ofMillis(50))) {
            assertThat(impatient.clear(impatient.read("https://" + NAME + "/"))).isEqualTo(new Clearance.Unresolved());
        }
    }

    @Test
    void whatIsNoHttpIsBroken() throws Exception {
        try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = listening.accept()) {
                    socket.getOutputStream()
                            .write("220 mail.example.com ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException _) {
                    // The other end hung up first.
                }
            });
            assertThat(post("http://127.0.0.1:" + listening.getLocalPort() + "/"))
                    .isEqualTo(new Reply.Broken());
        }
    }

    @Test
    void aProxyOfTheEnvironmentIsNotAsked() throws Exception {
        try (var proxy = new Receiver()) {
            Map<String, String> proxied = Map.of(
                    "http.proxyHost", "127.0.0.1",
                    "http.proxyPort", String.valueOf(proxy.port()),
                    "http.nonProxyHosts", "",
                    "java.net.useSystemProxies", "true");
            proxied.forEach(System::setProperty);
            try (var fresh = new TargetClient(List.of(), WHOLE)) {
                assertThat(post(fresh, receiver.url())).isEqualTo(new Reply.Answered(204, Optional.empty()));
            } finally {
                proxied.keySet().forEach(System::clearProperty);
            }
            assertThat(proxy.requests()).isEmpty();
        }
    }

    @Test
    void manyPostsInARowShareAConnectionOrNotAndAllArrive() throws Exception {
        for (int i : IntStream.range(0, 20).toArray()) {
            assertThat(post(receiver.url())).as("post %d", i).isEqualTo(new Reply.Answered(204, Optional.empty()));
        }
        assertThat(receiver.requests()).hasSize(20);
    }

    private Reply post(String url) throws InterruptedException {
        return post(client, url);
    }

    private Reply post(TargetClient through, String url) throws InterruptedException {
        var cleared = (Clearance.Cleared) guard.clear(guard.read(url));
        return through.post(cleared.target(), Map.of("webhook-id", "evt_1"), BODY);
    }

    /// A receiver over TLS with a certificate that it made itself, for one name.
    private static final class TlsReceiver implements AutoCloseable {
        private final List<String> requests = new CopyOnWriteArrayList<>();
        private final X509Certificate certificate;
        private final HttpsServer server;

        TlsReceiver(String name) throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair keys = generator.generateKeyPair();
            certificate = certificate(name, keys);
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
            server.createContext("/", exchange -> {
                requests.add(exchange.getRequestHeaders().getFirst("Host"));
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        private static X509Certificate certificate(String name, KeyPair keys) throws Exception {
            var subject = new X500Name("CN=" + name);
            Instant now = Clock.systemUTC().instant();
            var builder = new JcaX509v3CertificateBuilder(
                    subject,
                    BigInteger.ONE,
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(Duration.ofHours(1))),
                    subject,
                    keys.getPublic());
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        }

        private SSLContext context(KeyPair keys) throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] password = "changeit".toCharArray();
            store.setKeyEntry("key", keys.getPrivate(), password, new X509Certificate[] {certificate});
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
