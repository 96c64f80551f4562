package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.gateway.Api;
import waxwing.gateway.LoneApi;
import waxwing.gateway.Samples;

/// Who is let in is decided by what stands before the body: callers who announce one and send none.
class AdmissionTest {
    private static final int LARGE_AT_ONCE = 8;
    private static final int PATIENCE_MILLIS = 20_000;

    @TempDir
    private Path folder;

    private LoneApi lone;

    @BeforeEach
    void open() {
        lone = new LoneApi(folder);
    }

    @AfterEach
    void close() {
        lone.close();
    }

    @Test
    void aStrangersBodyIsNotWaitedFor() throws IOException {
        try (Socket stranger = announce("wax_live_nonsense")) {
            assertThat(firstLine(stranger)).contains(" 401 ");
        }
    }

    @Test
    void fewLargeBodiesAreReadAtOnce() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < LARGE_AT_ONCE; i++) {
                slow.add(announce(lone.api.key()));
            }
            // These were let in before the next, who finds no place.
            Api.Answer refused = refused();
            assertThat(refused.code()).isEqualTo("unavailable");
            assertThat(refused.header("retry-after")).isNotEmpty();
            assertThat(lone.api
                            .send(Samples.message("+12025550102", "RECEIPT", Samples.receipt("1001")))
                            .status())
                    .isEqualTo(202);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        Api.Answer later = batch();
        while (later.status() == 503) {
            later = batch();
        }
        assertThat(later.status()).as(later.body()).isEqualTo(202);
    }

    /// The slow ones may still be on their way in when the first batch asks.
    private Api.Answer refused() {
        Api.Answer answer = batch();
        while (answer.status() == 202) {
            answer = batch();
        }
        return answer;
    }

    private Api.Answer batch() {
        return lone.api.post(
                "/v1/messageBatches",
                "{\"messages\": [" + Samples.message("+12025550102", "RECEIPT", Samples.receipt("1001")) + "]}");
    }

    private Socket announce(String key) throws IOException {
        URI uri = URI.create(lone.api.url());
        var socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write("""
                        POST /v1/messageBatches HTTP/1.1\r
                        Host: %s\r
                        Authorization: Bearer %s\r
                        Idempotency-Key: slow\r
                        Content-Type: application/json\r
                        Content-Length: 4000000\r
                        \r
                        """.formatted(uri.getAuthority(), key).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }
}
