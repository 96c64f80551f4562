package waxwing.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    private final List<String> options;
    private final HttpClient http = HttpClient.newHttpClient();
    private Running process;

    private Business(World world, Path home, List<String> options, Outcome init) {
        this.world = world;
        this.home = home;
        this.options = options;
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
    ///
    /// @param options of `gateway run`
    public static Business register(World world, RelayProcess relay, String name, String number, String... options) {
        Path home = world.folder("business" + number);
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
        return new Business(
                world, home, List.of(options), init.awaitEnd(World.PATIENCE).ok());
    }

    private Running launch() {
        List<String> command = new ArrayList<>(List.of(
                "gateway",
                "run",
                "--listen",
                "127.0.0.1:" + port,
                "--data-dir",
                home.resolve("gateway").toString()));
        command.addAll(options);
        Running running = world.start(home, command);
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

    /// Ends its gateway (SIGTERM).
    Outcome stop() {
        process.close();
        return process.awaitEnd(World.PATIENCE);
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
        return sendRequest("""
                {"to": {"phone_number": "%s"}, "kind": "%s", "content": %s}""".formatted(to.number(), kind, content));
    }

    /// As [#send], for a message that is worth nothing after so many seconds.
    public String sendExpiring(Person to, String kind, String content, int seconds) {
        return sendRequest("""
                {"to": {"phone_number": "%s"}, "kind": "%s", "content": %s, "expires_in": %d}""".formatted(to.number(), kind, content, seconds));
    }

    private String sendRequest(String body) {
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
        return get("/v1/messages/" + id);
    }

    /// What is at a path.
    ///
    /// @throws StoryFailure if the answer is not 200
    public JsonNode get(String path) {
        HttpResponse<String> answer = request("GET", path, "", List.of());
        if (answer.statusCode() != 200) {
            throw new StoryFailure("GET " + path + ": expected 200, got " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /// The statuses that a message has gone through, oldest first.
    public List<String> timeline(String id) {
        return StreamSupport.stream(message(id).path("timeline").spliterator(), false)
                .map(entry -> entry.path("status").asString())
                .toList();
    }

    /// How many accepted messages the relay does not have.
    public long unsent() {
        String folder = home.resolve("gateway").toString();
        return world.run(home, List.of("gateway", "status", "--json", "--data-dir", folder))
                .ok()
                .json()
                .path("unsent")
                .asLong();
    }

    /// The last status of a message, and its code if it has one, for example `suppressed recipient_opted_out`.
    public String standing(String id) {
        JsonNode message = message(id);
        return (message.path("status").asString() + " " + message.path("code").asString("")).strip();
    }

    /// Writes the whole of a POST and cuts the connection without reading the answer.
    public void postAndCut(String idempotencyKey, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + key
                + "\r\nIdempotency-Key: " + idempotencyKey + "\r\nContent-Type: application/json\r\nContent-Length: "
                + bytes.length + "\r\n\r\n";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// Posts up to 1,000 messages under one idempotency key.
    ///
    /// @param messages each as `POST /v1/messages` takes it
    public HttpResponse<String> postBatch(String idempotencyKey, List<String> messages) {
        return request(
                "POST",
                "/v1/messageBatches",
                "{\"messages\": [" + String.join(",", messages) + "]}",
                List.of("Idempotency-Key", idempotencyKey));
    }

    /// The whole log of events, read page by page by its cursor.
    public List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = get("/v1/events?limit=200" + after);
            if (page.path("events").isEmpty()) {
                return events;
            }
            page.path("events").forEach(events::add);
            after = "&after=" + page.path("cursor").asString();
        }
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
