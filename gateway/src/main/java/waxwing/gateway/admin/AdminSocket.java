package waxwing.gateway.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.telemetry.FaultTrace;

/// The Unix socket at which a running gateway answers its operator: one line of JSON with the words, one line
/// with the answer. The folder that it stands in (0700) is its access control.
public final class AdminSocket implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_QUESTION = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);

    private final Path path;
    private final ServerSocketChannel listening;
    private final Administration administration;

    private AdminSocket(Path path, ServerSocketChannel listening, Administration administration) {
        this.path = path;
        this.listening = listening;
        this.administration = administration;
    }

    /// Answers from now on. A socket file that a killed gateway left behind is replaced; the caller holds the
    /// profile's lock, so nobody else can be listening.
    public static AdminSocket open(Path path, Administration administration) throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listening.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw e;
        }
        var socket = new AdminSocket(path, listening, administration);
        Thread.ofVirtual().name("gateway-admin").start(socket::listen);
        return socket;
    }

    /// Asks the gateway that runs on this socket; empty if none does.
    public static Optional<ObjectNode> ask(Path path, List<String> words) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
            } catch (IOException _) {
                return Optional.empty();
            }
            Channels.newOutputStream(channel).write(line(JSON.valueToTree(words)));
            JsonNode answer = JSON.readTree(read(channel));
            if (answer instanceof ObjectNode object) {
                return Optional.of(object);
            }
            throw new IOException("the running gateway gave no answer");
        } catch (JacksonException e) {
            throw new IOException("the running gateway gave an answer that can't be read", e);
        }
    }

    private void listen() {
        while (listening.isOpen()) {
            try {
                SocketChannel caller = listening.accept();
                Thread.ofVirtual().start(() -> answer(caller));
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                LOG.error("the admin socket failed: {}", FaultTrace.of(e));
                return;
            }
        }
    }

    private void answer(SocketChannel caller) {
        try (caller) {
            List<String> words = StreamSupport.stream(
                            JSON.readTree(read(caller)).spliterator(), false)
                    .map(JsonNode::asString)
                    .toList();
            Channels.newOutputStream(caller).write(line(administration.ask(words)));
        } catch (IOException | RuntimeException e) {
            LOG.error("a question at the admin socket failed: {}", FaultTrace.of(e));
        }
    }

    private static String read(SocketChannel channel) throws IOException {
        var reader = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8), LONGEST_QUESTION);
        String line = reader.readLine();
        if (line == null) {
            throw new IOException("the other end closed without a word");
        }
        return line;
    }

    private static byte[] line(JsonNode node) {
        return (JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        Files.deleteIfExists(path);
    }
}
