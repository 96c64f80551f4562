package waxwing.server.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Health and numbers over HTTP on loopback: `/livez` (the process answers), `/readyz` (the relay serves),
/// `/metrics` (Prometheus text). Nothing here is about any one account.
public final class TelemetryListener implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    private TelemetryListener(HttpServer server) {
        this.server = server;
    }

    /// @param ready whether the relay serves now
    /// @param connectedDevices how many devices have a stream open now
    /// @throws IOException if the address can't be listened on
    public static TelemetryListener start(
            InetSocketAddress address, BooleanSupplier ready, Supplier<Number> connectedDevices) throws IOException {
        TelemetryListener listener = new TelemetryListener(HttpServer.create(address, 0));
        listener.serve(ready, connectedDevices);
        return listener;
    }

    private void serve(BooleanSupplier ready, Supplier<Number> connectedDevices) {
        new JvmMemoryMetrics().bindTo(metrics);
        collections.bindTo(metrics);
        Gauge.builder("waxwing_connected_devices", connectedDevices)
                .description("Devices that have a stream open")
                .register(metrics);
        server.createContext("/livez", exchange -> answer(exchange, OK, "ok\n"));
        server.createContext("/readyz", exchange -> {
            boolean serves = ready.getAsBoolean();
            answer(exchange, serves ? OK : UNAVAILABLE, serves ? "ok\n" : "not ready\n");
        });
        server.createContext("/metrics", exchange -> answer(exchange, OK, metrics.scrape()));
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        collections.close();
        metrics.close();
    }
}
