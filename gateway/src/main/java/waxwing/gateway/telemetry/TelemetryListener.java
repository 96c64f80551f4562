package waxwing.gateway.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/metrics` over HTTP, on loopback and on a port of its own: a proxy in front of the API does not lead here.
public final class TelemetryListener implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private static final Logger LOG = LoggerFactory.getLogger(TelemetryListener.class);

    private final HttpServer server;

    private TelemetryListener(HttpServer server) {
        this.server = server;
    }

    /// @param metrics in the text format of Prometheus
    /// @throws UncheckedIOException if the address can't be listened on
    public static TelemetryListener start(InetSocketAddress address, Supplier<String> metrics) {
        try {
            HttpServer server = HttpServer.create(address, 0);
            server.createContext("/metrics", exchange -> answer(exchange, metrics));
            server.start();
            return new TelemetryListener(server);
        } catch (IOException e) {
            throw new UncheckedIOException(address + " can't be listened on: " + e.getMessage(), e);
        }
    }

    private static void answer(HttpExchange exchange, Supplier<String> metrics) throws IOException {
        try {
            send(exchange, OK, metrics.get());
        } catch (RuntimeException e) {
            LOG.error("the metrics can't be told: {}", FaultTrace.of(e));
            send(exchange, UNAVAILABLE, "the metrics can't be told now\n");
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
