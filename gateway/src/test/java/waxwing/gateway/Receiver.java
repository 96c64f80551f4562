package waxwing.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A business's own receiver of webhooks, over HTTP on this machine. It answers 204 until it is told
/// otherwise.
public final class Receiver implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final HttpServer server;
    private volatile Behaviour behaviour = new Behaviour.Answers(204);

    /// How a receiver answers.
    public sealed interface Behaviour {
        record Answers(int status) implements Behaviour {}

        /// With one header.
        record AnswersWith(int status, String name, String value) implements Behaviour {}

        /// Never, until the receiver is closed.
        record Hangs() implements Behaviour {}

        /// With a body that does not end, until the receiver is closed.
        record Drips(int status) implements Behaviour {}
    }

    /// What came in.
    public record Request(String id, String timestamp, String signature, String host, String body) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String type() {
            return json().path("type").asString();
        }
    }

    /// Listens on a free port of the loopback address.
    public Receiver() {
        this(0);
    }

    /// Listens on this port, as one does that comes back.
    public Receiver(int port) {
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/hooks";
    }

    public void behaves(Behaviour next) {
        behaviour = next;
    }

    /// All that came in, in its order.
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            requests.add(new Request(
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    headers.getFirst("Host"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            answer(exchange);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        switch (behaviour) {
            case Behaviour.Answers(int status) -> exchange.sendResponseHeaders(status, -1);
            case Behaviour.AnswersWith(int status, String name, String value) -> {
                exchange.getResponseHeaders().set(name, value);
                exchange.sendResponseHeaders(status, -1);
            }
            case Behaviour.Hangs _ -> released.await();
            case Behaviour.Drips(int status) -> {
                exchange.sendResponseHeaders(status, 0);
                exchange.getResponseBody().write(new byte[1024 * 1024]);
                exchange.getResponseBody().flush();
                released.await();
            }
        }
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
