package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.gateway.Api;
import waxwing.gateway.LoneApi;
import waxwing.gateway.api.Answer;
import waxwing.gateway.api.Call;
import waxwing.gateway.api.Callers;
import waxwing.gateway.api.Operation;
import waxwing.gateway.grpc.GrpcApi;

class RestServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    @Test
    void aRequestThatRunsWhenItStopsIsAnswered(@TempDir Path folder) throws Exception {
        try (var lone = new LoneApi(folder)) {
            var slow = new Slow(operation(lone, "getLimits").handler());
            var callers = new Callers(lone.keys, lone.clock);
            var server = new RestServer(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    List.of(operation(lone, "getLimits").handledBy(slow)),
                    callers,
                    new GrpcApi(lone.operations, callers, () -> false),
                    () -> false);
            server.start();
            int port = server.port();
            var running = new FutureTask<>(() -> new Api("http://127.0.0.1:" + port, lone.api.key()).get("/v1/limits"));
            Thread.ofVirtual().start(running);
            slow.awaitStarted();

            Thread stopping = Thread.ofVirtual().start(server::close);
            await().atMost(PATIENCE).until(() -> !isReady(port));
            // Long enough for a server that waits for nobody.
            TimeUnit.MILLISECONDS.sleep(300);
            slow.finish();

            assertThat(running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).status())
                    .isEqualTo(200);
            assertThat(stopping.join(PATIENCE)).isTrue();
        }
    }

    /// As over a slow line: the refusal is there before the body is.
    @Test
    void aRefusalByTheHeadersIsReadByWhoStillSendsTheBody(@TempDir Path folder) throws Exception {
        try (var lone = new LoneApi(folder)) {
            var api = new Api(lone.api.url(), "nonsense");
            // From the second request on it is HTTP/2.
            api.get("/v1/limits");
            FutureTask<Api.Answer> answer;
            try (var body = new SubmissionPublisher<ByteBuffer>()) {
                answer = new FutureTask<>(
                        () -> api.call(api.request("/v1/messages").POST(BodyPublishers.fromPublisher(body))));
                Thread.ofVirtual().start(answer);
                await().atMost(PATIENCE).until(body::hasSubscribers);
                // Long enough for a server that waits for no body.
                TimeUnit.MILLISECONDS.sleep(300);
                body.submit(ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)));
            }

            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).status())
                    .isEqualTo(401);
        }
    }

    private static Operation operation(LoneApi lone, String name) {
        return lone.operations.stream()
                .filter(operation -> operation.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    private static boolean isReady(int port) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Does what another does, once it is told to.
    private record Slow(Operation.Work work, CountDownLatch started, CountDownLatch finishing)
            implements Operation.Work {
        Slow(Operation.Work work) {
            this(work, new CountDownLatch(1), new CountDownLatch(1));
        }

        @Override
        public Answer answer(Call call) {
            started.countDown();
            await(finishing);
            return work.answer(call);
        }

        void awaitStarted() {
            await(started);
        }

        void finish() {
            finishing.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
