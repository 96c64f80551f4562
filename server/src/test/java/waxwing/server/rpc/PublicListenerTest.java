package waxwing.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import waxwing.server.TestRelay;
import waxwing.server.config.Budgets;
import waxwing.server.config.CodeBudget;
import waxwing.server.config.SendBudget;

/// What the public port does with those who don't keep to the rules, spoken to over plain sockets.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublicListenerTest {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_HEADERS = 4;
    private static final int ENHANCE_YOUR_CALM = 11;

    private TestRelay relay;

    @BeforeAll
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder);
    }

    @AfterAll
    void stop() {
        relay.close();
    }

    private SSLSocket connect(String protocol) throws IOException, GeneralSecurityException {
        return connect(relay, protocol);
    }

    private static SSLSocket connect(TestRelay relay, String protocol) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(relay.relay().link().host(), relay.relay().link().port());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Test
    void tls13IsSpokenAndTls12IsNot() throws Exception {
        try (SSLSocket socket = connect("TLSv1.3")) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        }
        try (SSLSocket socket = connect("TLSv1.2")) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aFloodOfResetsEndsTheConnection() throws Exception {
        try (SSLSocket socket = connect("TLSv1.3")) {
            socket.startHandshake();
            OutputStream out = socket.getOutputStream();
            out.write(PREFACE);
            out.write(frame(SETTINGS, 0, 0, new byte[0]));
            out.flush();
            Thread.ofVirtual().start(() -> flood(out));

            assertThat(goAwayCode(new DataInputStream(socket.getInputStream()))).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void oneAddressMayHaveOnlySoManyConnectionsOpenAndANewOneWhenOneIsClosed(@TempDir Path folder) throws Exception {
        Budgets budgets = new Budgets(CodeBudget.DEVELOPMENT, SendBudget.DEVELOPMENT, 1, 1, 3);
        try (TestRelay capped = TestRelay.start(folder, config -> config.withBudgets(budgets));
                SSLSocket first = connect(capped, "TLSv1.3");
                SSLSocket second = connect(capped, "TLSv1.3")) {
            first.startHandshake();
            second.startHandshake();
            try (SSLSocket third = connect(capped, "TLSv1.3")) {
                third.startHandshake();
                assertThat(isServed(capped)).as("a fourth connection").isFalse();
            }
            await().until(() -> isServed(capped));
            await().until(() -> isServed(capped));
        }
    }

    private static boolean isServed(TestRelay relay) throws GeneralSecurityException {
        try (SSLSocket socket = connect(relay, "TLSv1.3")) {
            socket.startHandshake();
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void flood(OutputStream out) {
        try {
            for (int stream = 1; stream < 2_000; stream += 2) {
                out.write(frame(HEADERS, END_HEADERS, stream, headerBlock()));
                out.write(frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
            }
            out.flush();
        } catch (IOException _) {
            // The relay hung up in the middle, as it should.
        }
    }

    /// A gRPC request's headers in HPACK, all literal or from the static table (RFC 7541).
    private static byte[] headerBlock() {
        ByteBuffer block = ByteBuffer.allocate(256);
        block.put((byte) 0x83).put((byte) 0x87);
        literal(block, 4, "/waxwing.relay.v1.Registration/StartVerification");
        literal(block, 1, "relay");
        block.put((byte) 0x0F).put((byte) (31 - 15));
        text(block, "application/grpc");
        block.put((byte) 0x00);
        text(block, "te");
        text(block, "trailers");
        byte[] bytes = new byte[block.position()];
        block.flip().get(bytes);
        return bytes;
    }

    private static void literal(ByteBuffer block, int staticName, String value) {
        block.put((byte) staticName);
        text(block, value);
    }

    private static void text(ByteBuffer block, String value) {
        block.put((byte) value.length()).put(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .put((byte) (payload.length >> 8))
                .put((byte) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static int goAwayCode(DataInputStream in) throws IOException {
        while (true) {
            int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            in.skipBytes(5);
            ByteBuffer payload = ByteBuffer.wrap(in.readNBytes(length));
            if (type == GOAWAY) {
                return payload.getInt(4);
            }
        }
    }

    /// The relay's certificate is pinned elsewhere; here only the protocol counts.
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
