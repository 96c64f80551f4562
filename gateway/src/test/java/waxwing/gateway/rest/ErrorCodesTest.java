package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;
import waxwing.gateway.Api;
import waxwing.gateway.LoneApi;
import waxwing.gateway.Samples;
import waxwing.gateway.api.ErrorCode;
import waxwing.gateway.api.Operation;
import waxwing.gateway.apikey.ApiKeyTerms;
import waxwing.gateway.apikey.Scope;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.event.EventType;
import waxwing.gateway.suppression.Suppression;
import waxwing.gateway.suppression.Suppression.Reach;
import waxwing.gateway.suppression.Suppression.Source;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;
import waxwing.store.StorageFull;

/// Every code that an answer can have, provoked over HTTP.
class ErrorCodesTest {
    private static final String BOB = "+12025550102";
    private static final String RECEIPT = Samples.message(BOB, "RECEIPT", Samples.receipt("1001"));

    @TempDir
    private Path folder;

    private final Map<ErrorCode, Supplier<Api.Answer>> provoking = new EnumMap<>(ErrorCode.class);
    private LoneApi lone;
    private Api api;

    @BeforeEach
    void open() {
        lone = new LoneApi(folder);
        api = lone.api;
        requests();
        messages();
        callers();
    }

    private void requests() {
        provoking.put(ErrorCode.INVALID_PARAMETER, () -> api.send("{"));
        provoking.put(ErrorCode.MISSING_PARAMETER, () -> api.send("{}"));
        provoking.put(ErrorCode.UNKNOWN_PARAMETER, () -> api.send(RECEIPT.replace("{\"to\"", "{\"toto\": 1, \"to\"")));
        provoking.put(ErrorCode.INVALID_PHONE_NUMBER, () -> api.send(RECEIPT.replace(BOB, "555")));
        provoking.put(ErrorCode.AMOUNT_MISMATCH, () -> api.send(RECEIPT.replace("\"nanos\": 0", "\"nanos\": 1")));
        provoking.put(ErrorCode.MESSAGE_TOO_LARGE, () -> api.send(" ".repeat(Operation.Size.USUAL.bytes() + 1)));
        provoking.put(ErrorCode.NOT_FOUND, () -> api.get("/v1/nothing"));
        provoking.put(ErrorCode.METHOD_NOT_ALLOWED, () -> api.delete("/v1/messages"));
        provoking.put(ErrorCode.CURSOR_EXPIRED, () -> {
            happens();
            EventCursor first = lone.log.end();
            happens();
            lone.clock.advance(EventLog.KEPT);
            lone.log.forgetOld();
            return api.get("/v1/events?after=" + first);
        });
        provoking.put(ErrorCode.STORAGE_FULL, () -> {
            lone.answersAsRelay(() -> {
                throw new StorageFull("full", new IOException("No space left on device"));
            });
            return api.get("/v1/businessProfile");
        });
        provoking.put(ErrorCode.UNAVAILABLE, () -> {
            lone.losesItsStore();
            return api.get("/v1/messages");
        });
    }

    private void happens() {
        lone.log.append(EventType.MESSAGE_ACCEPTED, lone.clock.instant(), JsonNodeFactory.instance.objectNode());
    }

    private void messages() {
        provoking.put(ErrorCode.RECIPIENT_OPTED_OUT, () -> {
            lone.suppressions.add(
                    new Suppression(PhoneNumber.ofE164(BOB), Source.BUSINESS, Reach.ALL, lone.clock.instant()));
            return api.send(RECEIPT);
        });
        provoking.put(ErrorCode.CANNOT_CANCEL, () -> {
            String id = api.send(RECEIPT).json().path("message_id").asString();
            lone.store.handedOver(List.of(MessageId.parse(id)));
            return api.call(api.request("/v1/messages/" + id + ":cancel").POST(BodyPublishers.noBody()));
        });
        provoking.put(ErrorCode.IDEMPOTENCY_KEY_REUSED, () -> {
            api.send("order-1001", RECEIPT);
            return api.send("order-1001", RECEIPT.replace("1001", "1002"));
        });
        provoking.put(
                ErrorCode.IDEMPOTENCY_IN_PROGRESS, () -> lone.whileRunning("slow", () -> api.send("slow", RECEIPT)));
    }

    private void callers() {
        provoking.put(ErrorCode.UNAUTHENTICATED, () -> new Api(api.url(), "nonsense").get("/v1/messages"));
        provoking.put(
                ErrorCode.PERMISSION_DENIED,
                () -> with(new ApiKeyTerms("", Set.of(Scope.EVENTS_READ), Optional.empty(), 50))
                        .get("/v1/messages"));
        provoking.put(ErrorCode.RATE_LIMITED, () -> {
            Api slow = with(new ApiKeyTerms("", Scope.all(), Optional.empty(), 1));
            slow.get("/v1/messages");
            slow.get("/v1/messages");
            return slow.get("/v1/messages");
        });
    }

    private Api with(ApiKeyTerms terms) {
        return new Api(api.url(), lone.keys.create(terms).key().reveal());
    }

    @AfterEach
    void close() {
        lone.close();
    }

    @Test
    void noCodeIsWithoutATest() {
        assertThat(provoking).containsOnlyKeys(ErrorCode.values());
    }

    @ParameterizedTest
    @EnumSource
    void eachCodeIsAnswered(ErrorCode code) {
        Api.Answer answer = Objects.requireNonNull(provoking.get(code)).get();

        assertThat(answer.code()).as(answer.body()).isEqualTo(code.wireName());
        assertThat(answer.status()).isEqualTo(code.status());
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(answer.json().path("hint").asString()).isNotBlank();
        assertThat(answer.json().path("retryable").asBoolean()).isEqualTo(code.retryable());
        assertThat(answer.json().path("retry_after_ms").isNumber()).isEqualTo(code.retryable());
        assertThat(answer.header("retry-after").isEmpty()).isEqualTo(!code.retryable());
    }
}
