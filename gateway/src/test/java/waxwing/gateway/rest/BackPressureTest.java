package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.gateway.Api;
import waxwing.gateway.LoneApi;
import waxwing.gateway.Samples;
import waxwing.gateway.message.Outgoing;

/// As many messages wait as may: the API says so, and takes more as soon as some have left.
class BackPressureTest {
    private static final String BOB = "+12025550102";
    private static final int BATCH = 1_000;

    @TempDir
    private Path folder;

    private LoneApi lone;
    private Api api;

    @BeforeEach
    void open() {
        lone = new LoneApi(folder);
        api = lone.api;
    }

    @AfterEach
    void close() {
        lone.close();
    }

    @Test
    void whatIsBeyondTheBoundIsRefusedForAWhileAndNothingOfItIsStored() {
        assertThat(api.get("/v1/limits").json().path("waiting_messages").asInt())
                .isEqualTo(LoneApi.MOST_WAITING);
        for (int sent = 0; sent < LoneApi.MOST_WAITING; sent += BATCH) {
            assertThat(batch(sent).json().path("accepted").asInt()).isEqualTo(BATCH);
        }

        for (Api.Answer refused : List.of(api.send("one-more", receipt("9001")), batch(9_000))) {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("unavailable");
            assertThat(refused.json().path("retryable").asBoolean()).isTrue();
            assertThat(refused.json().path("retry_after_ms").asLong()).isPositive();
            assertThat(refused.header("retry-after")).isNotEmpty();
            assertThat(refused.json().path("detail").asString()).contains(String.valueOf(LoneApi.MOST_WAITING));
        }
        assertThat(lone.store.backlog().messages()).isEqualTo(LoneApi.MOST_WAITING);

        lone.store.handedOver(lone.store.queued(1).stream().map(Outgoing::id).toList());
        lone.clock.advance(Duration.ofSeconds(1));
        assertThat(api.send("one-more", receipt("9001")).status()).isEqualTo(202);
        assertThat(api.send("two-more", receipt("9002")).status()).isEqualTo(503);
    }

    @Test
    void whatGoesOutLaterIsAcceptedAllTheSame() {
        for (int sent = 0; sent < LoneApi.MOST_WAITING; sent += BATCH) {
            batch(sent);
        }
        assertThat(api.send("full", receipt("9000")).status()).isEqualTo(503);

        assertThat(later("9001").status()).isEqualTo(202);
        lone.clock.advance(Duration.ofHours(1));
        assertThat(lone.store.release(lone.clock.instant())).isOne();
        assertThat(later("9002").status()).as("beyond the bound").isEqualTo(202);
    }

    @Test
    void aBatchThatNeverFitsIsRefusedForGood(@TempDir Path other) {
        int most = BATCH - 1;
        try (LoneApi small = new LoneApi(other, most)) {
            Api.Answer refused = batch(small.api, 0, BATCH);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("invalid_parameter");
            assertThat(refused.param()).isEqualTo("messages");
            assertThat(refused.json().path("retryable").asBoolean()).isFalse();
            assertThat(refused.json().path("detail").asString()).contains(String.valueOf(BATCH), String.valueOf(most));
            assertThat(refused.json().path("hint").asString()).contains("--max-waiting");

            assertThat(batch(small.api, 0, most).status()).as("as many as may").isEqualTo(202);
            assertThat(batch(small.api, most, 1).status())
                    .as("full for a while")
                    .isEqualTo(503);
        }
    }

    private Api.Answer later(String order) {
        String at = "{\"send_at\": \"" + lone.clock.instant().plus(Duration.ofHours(1)) + "\", \"to\"";
        return api.send("later-" + order, receipt(order).replace("{\"to\"", at));
    }

    private Api.Answer batch(int first) {
        return batch(api, first, BATCH);
    }

    private static Api.Answer batch(Api api, int first, int size) {
        String messages = IntStream.range(first, first + size)
                .mapToObj(order -> receipt(String.valueOf(order)))
                .collect(Collectors.joining(","));
        return api.post("/v1/messageBatches", "{\"messages\": [" + messages + "]}");
    }

    private static String receipt(String order) {
        return Samples.message(BOB, "RECEIPT", Samples.receipt(order));
    }
}
