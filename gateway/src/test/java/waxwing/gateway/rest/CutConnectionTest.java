package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.gateway.Api;
import waxwing.gateway.LoneApi;
import waxwing.gateway.Samples;

/// A caller whose connection ends after it wrote its request, so that it never learns the answer.
class CutConnectionTest {
    private static final String RECEIPT = Samples.message("+12025550102", "RECEIPT", Samples.receipt("1001"));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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
    void aMessageWhoseAnswerWasLostIsSentOnceHoweverOftenItIsRepeated() throws IOException {
        for (int i = 0; i < 3; i++) {
            writeAndCut("/v1/messages", "lost", RECEIPT);
        }
        await().atMost(PATIENCE).until(() -> lone.store.queued(10).size() == 1);

        Api.Answer answer = afterInProgress("/v1/messages", "lost", RECEIPT);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.header("idempotent-replayed")).isEqualTo("true");
        assertThat(lone.store.queued(10))
                .singleElement()
                .satisfies(
                        message -> assertThat(answer.json().path("message_id").asString())
                                .isEqualTo(message.id().toString()));
    }

    @Test
    void aBatchWhoseAnswerWasLostIsTakenOnce() throws IOException {
        String batch = "{\"messages\": [" + RECEIPT + "," + RECEIPT + "]}";
        writeAndCut("/v1/messageBatches", "lost", batch);
        await().atMost(PATIENCE).until(() -> lone.store.queued(10).size() == 2);

        Api.Answer answer = afterInProgress("/v1/messageBatches", "lost", batch);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.header("idempotent-replayed")).isEqualTo("true");
        assertThat(lone.store.queued(10)).hasSize(2);
    }

    @Test
    void aRequestThatWasCutInTheMiddleLeavesNoTrace() throws IOException {
        cut("/v1/messages", "half", RECEIPT, RECEIPT.length() / 2);

        Api.Answer answer = lone.api.send("half", RECEIPT);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.header("idempotent-replayed")).isEmpty();
        assertThat(lone.store.queued(10)).hasSize(1);
    }

    private void writeAndCut(String path, String idempotencyKey, String body) throws IOException {
        cut(path, idempotencyKey, body, body.length());
    }

    private void cut(String path, String idempotencyKey, String body, int written) throws IOException {
        URI uri = URI.create(lone.api.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            String request = """
                    POST %s HTTP/1.1\r
                    Host: %s\r
                    Authorization: Bearer %s\r
                    Idempotency-Key: %s\r
                    Content-Type: application/json\r
                    Content-Length: %d\r
                    \r
                    %s""".formatted(
                            path,
                            uri.getAuthority(),
                            lone.api.key(),
                            idempotencyKey,
                            body.length(),
                            body.substring(0, written));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private Api.Answer afterInProgress(String path, String idempotencyKey, String body) {
        Api.Answer answer = lone.api.post(path, idempotencyKey, body);
        while (answer.code().equals("idempotency_in_progress")) {
            answer = lone.api.post(path, idempotencyKey, body);
        }
        return answer;
    }
}
