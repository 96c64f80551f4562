package waxwing.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TelemetryListenerTest {
    private final AtomicBoolean ready = new AtomicBoolean(true);

    @Test
    void healthAndMetricsAreServed() throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (TelemetryListener listener = TelemetryListener.start(address, ready::get, () -> 7);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, listener, "/livez").statusCode()).isEqualTo(200);
            assertThat(get(client, listener, "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(client, listener, "/metrics").body()).contains("waxwing_connected_devices 7.0");
            ready.set(false);
            assertThat(get(client, listener, "/readyz").statusCode()).isEqualTo(503);
        }
    }

    private static HttpResponse<String> get(HttpClient client, TelemetryListener listener, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + listener.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
