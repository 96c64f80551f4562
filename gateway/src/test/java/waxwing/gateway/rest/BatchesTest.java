package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import waxwing.gateway.Api;
import waxwing.gateway.LoneApi;
import waxwing.gateway.Samples;
import waxwing.gateway.api.Operation;
import waxwing.model.MessageId;

class BatchesTest {
    private static final String BATCHES = "/v1/messageBatches";
    private static final String GOOD = receipt("1001");
    private static final String BAD = GOOD.replace("\"nanos\": 0", "\"nanos\": 1");

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
    void eachItemHasItsResultAndABadOneStopsNoOther() {
        Api.Answer answer = api.post(BATCHES, batch(GOOD, BAD, "7", receipt("1002")));

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        JsonNode batch = answer.json();
        assertThat(batch.path("total").asInt()).isEqualTo(4);
        assertThat(batch.path("accepted").asInt()).isEqualTo(2);
        assertThat(batch.path("refused").asInt()).isEqualTo(2);
        assertThat(problem(batch, 1).path("code").asString()).isEqualTo("amount_mismatch");
        assertThat(problem(batch, 1).path("param").asString()).isEqualTo("content.receipt.total");
        assertThat(problem(batch, 2).path("code").asString()).isEqualTo("invalid_parameter");
        assertThat(lone.store.queued(10))
                .extracting(message -> message.id().toString())
                .containsExactly(id(batch, 0), id(batch, 3));
        assertThat(answer.header("location"))
                .isEqualTo(BATCHES + "/" + batch.path("batch_id").asString());
    }

    @Test
    void aRepeatedBatchGetsTheSameAnswerAndSendsNothing() {
        Api.Answer first = api.post(BATCHES, "twice", batch(GOOD, BAD));
        lone.store.cancel(MessageId.parse(id(first.json(), 0)), lone.clock.instant());
        Api.Answer again = api.post(BATCHES, "twice", batch(GOOD, BAD));

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("idempotent-replayed")).isEqualTo("true");
        assertThat(lone.store.queued(10)).isEmpty();

        assertThat(api.post(BATCHES, "twice", batch(GOOD)).code()).isEqualTo("idempotency_key_reused");
        assertThat(api.send("twice", GOOD).code()).isEqualTo("idempotency_key_reused");
        api.send("single", GOOD);
        assertThat(api.post(BATCHES, "single", batch(GOOD)).code()).isEqualTo("idempotency_key_reused");
        lone.clock.advance(Duration.ofHours(24));
        assertThat(api.post(BATCHES, "twice", batch(GOOD)).status()).isEqualTo(202);
    }

    @Test
    void aMessageIdStandsForOneMessageInABatchToo() {
        String known = withId(receipt("1001"));
        String before = api.send(known).json().path("message_id").asString();
        String fresh = withId(receipt("1002"));
        JsonNode batch = api.post(
                        BATCHES,
                        batch(known, fresh, fresh, known.replace("1001", "1009"), fresh.replace("tart", "tort")))
                .json();

        assertThat(id(batch, 0)).isEqualTo(before);
        assertThat(id(batch, 1)).isEqualTo(id(batch, 2));
        assertThat(problem(batch, 3).path("code").asString()).isEqualTo("idempotency_key_reused");
        assertThat(problem(batch, 4).path("code").asString()).isEqualTo("idempotency_key_reused");
        assertThat(lone.store.queued(10)).hasSize(2);
    }

    @Test
    void aBatchShowsHowFarItsMessagesAre() {
        JsonNode made = api.post(
                        BATCHES,
                        batch(
                                GOOD,
                                receipt("1002"),
                                receipt("1003").replace("{\"to\"", "{\"send_at\": \"2026-11-23T10:00:00Z\", \"to\"")))
                .json();
        assertThat(made.path("by_status").toString()).isEqualTo("{\"scheduled\":1,\"accepted\":2}");
        lone.store.cancel(MessageId.parse(id(made, 1)), lone.clock.instant());

        JsonNode shown =
                api.get(BATCHES + "/" + made.path("batch_id").asString()).json();
        assertThat(shown.path("by_status").toString()).isEqualTo("{\"scheduled\":1,\"accepted\":1,\"canceled\":1}");
        assertThat(shown.path("results").get(1).path("status").asString()).isEqualTo("canceled");
        assertThat(api.get(BATCHES + "/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(api.get(BATCHES + "/7").status()).isEqualTo(404);
    }

    @Test
    void aThousandMessagesAreOneBatchThatSurvivesARestart() {
        String thousand = IntStream.range(0, 1_000)
                .mapToObj(i -> receipt(String.valueOf(10_000 + i)).replace("5550102", "55501%02d".formatted(i % 20)))
                .collect(Collectors.joining(",", "{\"messages\": [", "]}"));
        assertThat(thousand.length()).isGreaterThan(Operation.Size.USUAL.bytes());

        JsonNode batch = api.post(BATCHES, "many", thousand).json();
        assertThat(batch.path("accepted").asInt()).isEqualTo(1_000);
        lone.close();
        open();
        assertThat(lone.store.queued(2_000)).hasSize(1_000);
        assertThat(api.post(BATCHES, "many", thousand).json()).isEqualTo(batch);
        assertThat(lone.store.queued(2_000)).hasSize(1_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                   | 400 | missing_parameter
            {"messages": []}                     | 400 | invalid_parameter
            {"messages": {}}                     | 400 | invalid_parameter
            {"messages": [{}], "dry_run": true}  | 400 | unknown_parameter
            []                                   | 400 | invalid_parameter
            """)
    void aRequestThatIsNoBatchIsRefusedWhole(String body, int status, String code) {
        Api.Answer answer = api.post(BATCHES, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void aBatchIsBounded() {
        String tooMany = IntStream.range(0, 1_001)
                .mapToObj(_ -> "{}")
                .collect(Collectors.joining(",", "{\"messages\": [", "]}"));
        assertThat(api.post(BATCHES, tooMany).param()).isEqualTo("messages");
        // Over HTTP/2 the stream may be reset before the answer is read.
        Api.Answer tooLarge = api.call(api.request(BATCHES)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Idempotency-Key", "large")
                .POST(BodyPublishers.ofString(" ".repeat(4 * 1024 * 1024 + 1))));
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.param()).isEqualTo("body");
    }

    private static String receipt(String order) {
        return Samples.message("+12025550102", "RECEIPT", Samples.receipt(order));
    }

    private static String withId(String message) {
        return message.replace("{\"to\"", "{\"message_id\": \"%s\", \"to\"".formatted(UUID.randomUUID()));
    }

    private static String batch(String... messages) {
        return "{\"messages\": [" + String.join(",", messages) + "]}";
    }

    private static String id(JsonNode batch, int index) {
        return batch.path("results").get(index).path("message_id").asString();
    }

    private static JsonNode problem(JsonNode batch, int index) {
        return batch.path("results").get(index).path("problem");
    }
}
