package waxwing.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls the API as a business's own program would, with nothing but HTTP. Every answer has to be one that
/// `openapi.yaml` describes.
public record Api(String url, String key) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    /// An answer, with its body read as JSON where it is that.
    public record Answer(int status, String body, HttpResponse<String> raw) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String code() {
            return json().path("code").asString();
        }

        public String param() {
            return json().path("param").asString("");
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    /// Posts a message under a fresh idempotency key.
    public Answer send(String body) {
        return send(UUID.randomUUID().toString(), body);
    }

    public Answer send(String idempotencyKey, String body) {
        return post("/v1/messages", idempotencyKey, body);
    }

    /// Posts to a path that takes an idempotency key, under a fresh one.
    public Answer post(String path, String body) {
        return post(path, UUID.randomUUID().toString(), body);
    }

    public Answer post(String path, String idempotencyKey, String body) {
        return call(request(path).header("Idempotency-Key", idempotencyKey).POST(BodyPublishers.ofString(body)));
    }

    public Answer delete(String path) {
        return call(request(path).DELETE());
    }

    public Answer get(String path) {
        return call(request(path).GET());
    }

    public JsonNode message(String id) {
        return get("/v1/messages/" + id).json();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + key);
    }

    public Answer call(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            ApiContract.check(answer);
            return new Answer(answer.statusCode(), answer.body(), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
