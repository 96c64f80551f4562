package waxwing.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A business that hosts its own gateway: `gateway init`, `gateway run`, and then plain HTTP.
public final class Business {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String KEY = "API key: ";

    private final World world;
    private final Path home;
    private final String id;
    private final String key;
    private final int port = World.freePort();
    private final HttpClient http = HttpClient.newHttpClient();
    private Running process;

    private Business(World world, Path home, Outcome init) {
        this.world = world;
        this.home = home;
        this.key = init.out()
                .lines()
                .filter(line -> line.startsWith(KEY))
                .findFirst()
                .orElseThrow(() -> new StoryFailure("`gateway init` printed no API key: " + init.out()))
                .substring(KEY.length())
                .strip();
        this.id = init.out()
                .lines()
                .filter(line -> line.contains("relay business approve "))
                .findFirst()
                .orElseThrow(() -> new StoryFailure("`gateway init` did not say how to be approved: " + init.out()))
                .replaceAll(".*relay business approve ([0-9a-f-]{36}).*", "$1");
        this.process = launch();
    }

    /// Registers a business with the code that the relay printed for its number, and starts its gateway.
    public static Business register(World world, RelayProcess relay, String name, String number) {
        Path home = world.folder("business");
        int mark = relay.mark();
        Running init = world.start(
                home,
                List.of(
                        "gateway",
                        "init",
                        "--relay",
                        relay.link(),
                        "--phone",
                        number,
                        "--name",
                        name,
                        "--code",
                        "-",
                        "--data-dir",
                        home.resolve("gateway").toString()));
        init.type(relay.awaitCode(mark, number));
        return new Business(world, home, init.awaitEnd(World.PATIENCE).ok());
    }

    private Running launch() {
        Running running = world.start(
                home,
                List.of(
                        "gateway",
                        "run",
                        "--listen",
                        "127.0.0.1:" + port,
                        "--data-dir",
                        home.resolve("gateway").toString()));
        awaitReady(running);
        return running;
    }

    private void awaitReady(Running running) {
        long deadline = System.nanoTime() + World.PATIENCE.toNanos();
        while (System.nanoTime() < deadline && running.isAlive()) {
            try {
                if (request("GET", "/readyz", "", List.of()).statusCode() == 200) {
                    return;
                }
            } catch (UncheckedIOException _) {
                // Not listening yet.
            }
            Eventually.pause();
        }
        throw new StoryFailure(
                "the gateway did not become ready:\n" + String.join("\n", running.lines()) + running.errors());
    }

    /// Ends its gateway.
    void stop() {
        process.close();
    }

    /// The business's account, as the operator names it.
    public String id() {
        return id;
    }

    public String key() {
        return key;
    }

    public Path home() {
        return home;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public String output() {
        return String.join("\n", process.lines()) + process.errors();
    }

    public void kill9() {
        process.kill9();
    }

    public void restart() {
        process = launch();
    }

    public HttpResponse<String> post(String body, String... headers) {
        return request("POST", "/v1/messages", body, List.of(headers));
    }

    /// Sends a message of a kind and expects to be told `accepted`.
    ///
    /// @return its message id
    public String send(Person to, String kind, String content) {
        String body = """
                {"to": {"phone_number": "%s"}, "kind": "%s", "content": %s}""".formatted(to.number(), kind, content);
        HttpResponse<String> answer =
                post(body, "Idempotency-Key", UUID.randomUUID().toString());
        JsonNode json = JSON.readTree(answer.body());
        if (answer.statusCode() != 202 || !json.path("status").asString().equals("accepted")) {
            throw new StoryFailure("expected 202 and `accepted`, got " + answer.statusCode() + ": " + answer.body());
        }
        return json.path("message_id").asString();
    }

    /// A message as `GET /v1/messages/{id}` shows it.
    public JsonNode message(String id) {
        return JSON.readTree(request("GET", "/v1/messages/" + id, "", List.of()).body());
    }

    /// The statuses that a message has gone through, oldest first.
    public List<String> timeline(String id) {
        return StreamSupport.stream(message(id).path("timeline").spliterator(), false)
                .map(entry -> entry.path("status").asString())
                .toList();
    }

    public HttpResponse<String> request(String method, String path, String body, List<String> headers) {
        var request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        for (int i = 0; i + 1 < headers.size(); i += 2) {
            request.setHeader(headers.get(i), headers.get(i + 1));
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoryFailure("interrupted", interrupted);
        }
    }
}
