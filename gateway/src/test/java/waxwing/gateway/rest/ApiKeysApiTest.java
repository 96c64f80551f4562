package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
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
import waxwing.gateway.apikey.ApiKeyTerms;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.Scope;

class ApiKeysApiTest {
    private static final String KEYS = "/v1/apiKeys";

    @TempDir
    private Path folder;

    private LoneApi lone;
    private Api admin;

    @BeforeEach
    void open() {
        lone = new LoneApi(folder);
        admin = lone.api;
    }

    @AfterEach
    void close() {
        lone.close();
    }

    @Test
    void aKeyIsMadeUsedRotatedAndRevokedOverRest() {
        JsonNode made = admin.post(KEYS, """
                        {"label": "till 2", "scopes": ["messages:write"], "expires_in": "90d", "requests_per_second": 5}""").json();
        Api till = new Api(admin.url(), made.path("api_key").asString());
        String id = made.path("id").asString();
        assertThat(till.send(Samples.message("+12025550102", "RECEIPT", Samples.receipt("1001")))
                        .status())
                .isEqualTo(202);
        assertThat(admin.get(KEYS).body())
                .contains(id, "till 2")
                .doesNotContain(made.path("api_key").asString());

        JsonNode rotated = rotate(admin, id, "{\"overlap\": \"1h\"}").json();
        Api next = new Api(admin.url(), rotated.path("api_key").asString());
        assertThat(till.get("/v1/limits").status()).isEqualTo(200);
        assertThat(next.get("/v1/limits").status()).isEqualTo(200);
        lone.clock.advance(Duration.ofHours(1));
        assertThat(till.get("/v1/limits").status()).isEqualTo(401);

        assertThat(admin.delete(KEYS + "/" + id).json().path("revoked_at").asString())
                .isNotEmpty();
        assertThat(next.get("/v1/limits").status()).isEqualTo(401);
        assertThat(rotate(admin, id, "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/messages, messages:read",
        "GET, /v1/messages/0190c0de-0000-7000-8000-00000000ffff, messages:read",
        "POST, /v1/messages, messages:write",
        "POST, /v1/messages/0190c0de-0000-7000-8000-00000000ffff:cancel, messages:write",
        "POST, /v1/messages/0190c0de-0000-7000-8000-00000000ffff:revoke, messages:write",
        "POST, /v1/messageBatches, messages:write",
        "GET, /v1/messageBatches/0190c0de-0000-7000-8000-00000000ffff, messages:read",
        "GET, /v1/contacts/ctc_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, contacts:read",
        "GET, /v1/conversations, contacts:read",
        "GET, /v1/conversations/ctc_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, contacts:read",
        "GET, /v1/suppressions, contacts:read",
        "POST, /v1/suppressions, contacts:write",
        "DELETE, /v1/suppressions/ctc_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, contacts:write",
        "GET, /v1/apiKeys, keys:admin",
        "POST, /v1/apiKeys, keys:admin",
        "POST, /v1/apiKeys/key_aaaaaaaa:rotate, keys:admin",
        "DELETE, /v1/apiKeys/key_aaaaaaaa, keys:admin",
    })
    void aScopeThatIsMissingIsNamed(String method, String path, String scope) {
        Set<Scope> others = new HashSet<>(Scope.all());
        others.remove(Scope.parse(scope));
        Api.Answer without = call(keyWith(others), method, path);
        Api.Answer with = call(keyWith(Set.of(Scope.parse(scope))), method, path);

        assertThat(without.status()).as(without.body()).isEqualTo(403);
        assertThat(without.code()).isEqualTo("permission_denied");
        assertThat(without.json().path("hint").asString()).contains(scope);
        assertThat(with.status()).as(with.body()).isIn(200, 400, 404);
    }

    @Test
    void nobodyGetsAKeyThatCanDoMore() {
        String stronger = lone.keys.create("all").entry().id().value();
        Api weak = keyWith(Set.of(Scope.KEYS_ADMIN, Scope.MESSAGES_READ));

        assertThat(weak.post(KEYS, "{\"scopes\": [\"messages:write\"]}").code()).isEqualTo("permission_denied");
        assertThat(rotate(weak, stronger, "").code()).isEqualTo("permission_denied");
        assertThat(weak.call(weak.request(KEYS + "/" + stronger).DELETE()).code())
                .isEqualTo("permission_denied");
        assertThat(weak.post(KEYS, "{\"scopes\": [\"messages:read\"]}").status())
                .isEqualTo(201);
    }

    @Test
    void nobodyGetsAKeyThatLastsLongerOrIsFaster() {
        var terms = new ApiKeyTerms(
                "", Scope.all(), Optional.of(lone.clock.instant().plus(Duration.ofHours(1))), 5);
        Api shortLived = new Api(admin.url(), lone.keys.create(terms).key().reveal());

        assertThat(shortLived
                        .post(KEYS, "{\"scopes\": [\"messages:read\"], \"requests_per_second\": 5}")
                        .code())
                .isEqualTo("permission_denied");
        assertThat(shortLived
                        .post(
                                KEYS,
                                "{\"scopes\": [\"messages:read\"], \"expires_in\": \"1h\", \"requests_per_second\": 6}")
                        .code())
                .isEqualTo("permission_denied");
        assertThat(shortLived
                        .post(
                                KEYS,
                                "{\"scopes\": [\"messages:read\"], \"expires_in\": \"1h\", \"requests_per_second\": 5}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aKeyThatIsTooFastIsToldHowLongToWait() {
        ApiKeys.Created slow = lone.keys.create(new ApiKeyTerms("", Scope.all(), Optional.empty(), 1));
        Api api = new Api(admin.url(), slow.key().reveal());

        assertThat(api.get("/v1/limits").header("ratelimit-policy")).isEqualTo("\"key\";q=2;w=2");
        assertThat(api.get("/v1/limits").header("ratelimit")).isEqualTo("\"key\";r=0;t=2");
        Api.Answer refused = api.get("/v1/limits");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("rate_limited");
        assertThat(refused.header("retry-after")).isEqualTo("1");
        assertThat(refused.json().path("retry_after_ms").asLong()).isEqualTo(1_000);
        assertThat(refused.json().path("retryable").asBoolean()).isTrue();
        lone.clock.advance(Duration.ofSeconds(1));
        assertThat(api.get("/v1/limits").status()).isEqualTo(200);
        assertThat(IntStream.range(0, 20).map(_ -> admin.get("/v1/limits").status()))
                .containsOnly(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                          | missing_parameter | scopes
            {"scopes": []}                                              | invalid_parameter | scopes
            {"scopes": ["everything"]}                                  | invalid_parameter | scopes
            {"scopes": ["messages:read"], "expires_in": "5000d"}        | invalid_parameter | expires_in
            {"scopes": ["messages:read"], "requests_per_second": 0}     | invalid_parameter | body
            {"scopes": ["messages:read"], "name": "till"}               | unknown_parameter | name
            """)
    void aWrongRequestIsToldWhatAndWhere(String body, String code, String param) {
        Api.Answer answer = admin.post(KEYS, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.param()).isEqualTo(param);
    }

    private Api keyWith(Set<Scope> scopes) {
        ApiKeys.Created created = lone.keys.create(new ApiKeyTerms("", scopes, Optional.empty(), 50));
        return new Api(admin.url(), created.key().reveal());
    }

    private static Api.Answer rotate(Api api, String id, String body) {
        return api.call(api.request(KEYS + "/" + id + ":rotate").POST(BodyPublishers.ofString(body)));
    }

    private static Api.Answer call(Api api, String method, String path) {
        return api.call(api.request(path)
                .method(method, method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody()));
    }
}
