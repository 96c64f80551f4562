package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
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
import waxwing.model.MessageId;

class MessageListTest {
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
    void pagesAreNewestFirstAndStayWhereTheyAreWhileMessagesComeIn() {
        List<String> sent = send(7);

        JsonNode first = page("limit=3");
        List<String> seen = new ArrayList<>(ids(first));
        send(4);
        JsonNode page = first;
        while (page.path("next_cursor").isString()) {
            page = page("limit=3&cursor=" + page.path("next_cursor").asString());
            seen.addAll(ids(page));
        }

        assertThat(seen).containsExactlyElementsOf(sent.reversed());
        assertThat(ids(page("limit=200"))).hasSize(11).endsWith(sent.getFirst());
    }

    @Test
    void aPageIsOfOneStatusOnRequest() {
        List<String> sent = send(3);
        lone.store.cancel(MessageId.parse(sent.get(1)), lone.clock.instant());

        assertThat(ids(page("status=canceled"))).containsExactly(sent.get(1));
        assertThat(ids(page("status=accepted"))).containsExactly(sent.get(2), sent.get(0));
        assertThat(ids(page("status=read"))).isEmpty();
        assertThat(page("status=canceled")
                        .path("messages")
                        .get(0)
                        .path("timeline")
                        .size())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, invalid_parameter, limit",
        "limit=201, invalid_parameter, limit",
        "limit=ten, invalid_parameter, limit",
        "limit=1&limit=2, invalid_parameter, limit",
        "cursor=, invalid_parameter, cursor",
        "cursor=nonsense, invalid_parameter, cursor",
        "cursor=ZXZlbnRzOjc, invalid_parameter, cursor",
        "status=lost, invalid_parameter, status",
        "after=1, unknown_parameter, after",
    })
    void aWrongQueryIsToldWhatAndWhere(String query, String code, String param) {
        Api.Answer answer = api.get("/v1/messages?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.param()).isEqualTo(param);
    }

    private List<String> send(int messages) {
        return IntStream.range(0, messages)
                .mapToObj(i -> api.send(Samples.message("+12025550102", "RECEIPT", Samples.receipt("100" + i)))
                        .json()
                        .path("message_id")
                        .asString())
                .toList();
    }

    private JsonNode page(String query) {
        Api.Answer answer = api.get("/v1/messages?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> ids(JsonNode page) {
        return StreamSupport.stream(page.path("messages").spliterator(), false)
                .map(message -> message.path("message_id").asString())
                .toList();
    }
}
