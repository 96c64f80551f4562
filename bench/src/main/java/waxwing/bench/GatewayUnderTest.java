package waxwing.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The gateway that is measured: a process of its own, made and run with the launcher, approved by its relay's
/// operator, and asked over its REST API on one connection that is kept.
final class GatewayUnderTest implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern KEY = Pattern.compile("API key: (\\S+)");
    private static final Pattern BUSINESS = Pattern.compile(".*relay business approve ([0-9a-f-]{36}).*");
    private static final Pattern READY = Pattern.compile("gateway ready: (\\S+)");
    private static final Pattern USED = Pattern.compile(" used (\\d+)K");

    private final Path folder;
    private final String key;
    private final Process process;
    private final String url;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// @param folder for its data, made if there is none
    /// @param relay with its data in `relayData`
    GatewayUnderTest(Path home, Path folder, RelayUnderTest relay, Path relayData)
            throws IOException, InterruptedException {
        this.folder = folder;
        String number = "+12025550141";
        Process init = command(
                        home,
                        "gateway",
                        "init",
                        "--relay",
                        relay.awaitLink().toString(),
                        "--phone",
                        number,
                        "--name",
                        "Bakery",
                        "--code",
                        "-",
                        "--data-dir",
                        folder.toString())
                .start();
        try (OutputStream stdin = init.getOutputStream()) {
            stdin.write((relay.awaitCode(number) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        List<String> said = ended(init);
        this.key = found(said, KEY);
        String business = found(said, BUSINESS);
        ended(command(home, "relay", "business", "approve", business, "--data-dir", relayData.toString())
                .start());
        // Room for all, and each is counted.
        ended(command(home, "relay", "business", "limits", business, "--tier", "4", "--data-dir", relayData.toString())
                .start());
        this.process = command(home, "gateway", "run", "--listen", "127.0.0.1:0", "--data-dir", folder.toString())
                .redirectErrorStream(false)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroy));
        this.url = found(List.of(process.inputReader(StandardCharsets.UTF_8).readLine()), READY);
    }

    /// What it says on either stream is read, so that the table has none of it.
    private static ProcessBuilder command(Path home, String... words) {
        return new ProcessBuilder(
                        Stream.concat(Stream.of(home.resolve("waxwing").toString()), Stream.of(words))
                                .toList())
                .redirectErrorStream(true);
    }

    private static List<String> ended(Process process) throws IOException, InterruptedException {
        List<String> lines;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            lines = out.lines().toList();
        }
        if (process.waitFor() != 0) {
            throw new IOException(process.info().commandLine().orElse("a command") + ": exit status "
                    + process.exitValue() + ": " + String.join("; ", lines));
        }
        return lines;
    }

    private static String found(List<String> lines, Pattern pattern) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not said: " + pattern));
    }

    long pid() {
        return process.pid();
    }

    /// Posts a batch.
    ///
    /// @param idempotencyKey a new one for each
    /// @return the ids of its messages, all of which were accepted
    List<String> post(String idempotencyKey, String batch) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + "/v1/messageBatches"))
                        .header("Authorization", "Bearer " + key)
                        .header("Idempotency-Key", idempotencyKey)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(batch))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException("not accepted: " + answer.statusCode() + " " + answer.body());
        }
        JsonNode read = JSON.readTree(answer.body());
        if (read.path("refused").asInt(-1) != 0) {
            throw new IllegalStateException("not all accepted: " + answer.body());
        }
        List<String> ids = new ArrayList<>();
        read.path("results").forEach(result -> ids.add(result.path("message_id").asString()));
        return ids;
    }

    /// How many messages the relay does not have yet; asked at the socket of the gateway's operator.
    long waiting() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(folder.resolve("gateway.sock")));
            Channels.newOutputStream(channel).write("[\"status\"]\n".getBytes(StandardCharsets.UTF_8));
            try (var answer = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
                return JSON.readTree(answer.readLine()).path("unsent").asLong();
            }
        }
    }

    /// Bytes of its heap that are in use after its garbage was collected.
    long liveHeap() throws IOException, InterruptedException {
        Predicate<String> generation = line -> line.contains("total") && line.contains("used");
        ended(jcmd("GC.run"));
        return 1024
                * ended(jcmd("GC.heap_info")).stream()
                        .filter(generation)
                        .map(USED::matcher)
                        .filter(Matcher::find)
                        .mapToLong(used -> Long.parseLong(used.group(1)))
                        .sum();
    }

    private Process jcmd(String command) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid()),
                        command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            process.getInputStream().close();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
