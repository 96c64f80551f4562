package waxwing.gateway.rest;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import waxwing.gateway.api.Callers;
import waxwing.gateway.api.Fault;
import waxwing.gateway.api.Json;
import waxwing.gateway.api.Operation;
import waxwing.gateway.grpc.GrpcApi;

/// The API's HTTP server.
public final class RestServer implements AutoCloseable {
    private static final MediaType YAML = MediaType.create("application", "yaml");
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);
    private static final int STREAMS = 32;
    private static final Duration DRAIN = Duration.ofSeconds(10);
    /// Without any, Armeria waits for no running request when it stops.
    private static final Duration QUIET = Duration.ofMillis(1);

    /// For so long a request that crosses the word of the end (GOAWAY) still finds somebody who refuses it.
    private static final Duration CROSSING = Duration.ofMillis(100);

    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    /// How long a body may still come after its request was answered, so that who sends it reads the answer: without
    /// any, Armeria resets the stream at once, and a refusal by the headers alone is lost.
    private static final Duration LATE_BODY = Duration.ofSeconds(5);
    private static final String LIVENESS = "/livez";
    private static final int CONNECTIONS = 1_000;

    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final EventLoopGroup acceptor = EventLoopGroups.newEventLoopGroup(1, "waxwing-gateway-acceptor");
    private final InetSocketAddress listen;
    private final Server server;
    private final BooleanSupplier connected;
    private final Reach reach;
    private volatile boolean stopping;

    /// @param operations what the API does
    /// @param callers lets in who may ask for it
    /// @param grpc what is served beside it on the same port
    /// @param connected whether the gateway has its stream to the relay; told at `/readyz`
    public RestServer(
            InetSocketAddress listen,
            List<Operation> operations,
            Callers callers,
            GrpcApi grpc,
            BooleanSupplier connected) {
        this(listen, operations, callers, grpc, connected, Reach.PEOPLE);
    }

    /// Whom messages reach.
    public enum Reach {
        PEOPLE,
        /// Nobody: every answer says `waxwing-sandbox: true`.
        SANDBOX
    }

    /// As the other one, for what may be a sandbox.
    public RestServer(
            InetSocketAddress listen,
            List<Operation> operations,
            Callers callers,
            GrpcApi grpc,
            BooleanSupplier connected,
            Reach reach) {
        this.listen = listen;
        this.connected = connected;
        this.reach = reach;
        ServerBuilder builder = Server.builder()
                .http(listen)
                .idleTimeout(IDLE_TIMEOUT)
                .maxNumConnections(CONNECTIONS)
                .http2MaxStreamsPerConnection(STREAMS)
                .gracefulShutdownTimeout(QUIET, DRAIN)
                .connectionDrainDuration(CROSSING)
                .bossGroupFactory(_ -> acceptor)
                .requestAutoAbortDelay(LATE_BODY)
                .disableServerHeader()
                .blockingTaskExecutor(
                        Executors.newScheduledThreadPool(
                                CONNECTIONS, Thread.ofVirtual().factory()),
                        true)
                .decorator(this::refusingOnceStopping)
                .decorator(new UnreadBodies())
                .errorHandler(new HttpFailures())
                .unloggedExceptionsReportInterval(Duration.ZERO);
        if (reach == Reach.SANDBOX) {
            builder.setHeader("waxwing-sandbox", "true");
        }
        serve(builder, "/openapi.yaml", RestServer::openApi);
        serve(builder, LIVENESS, RestServer::live);
        serve(builder, "/readyz", this::ready);
        var admission = new Admission(callers, blocking);
        operations.stream()
                .collect(Collectors.groupingBy(Operation::path))
                .forEach((path, here) -> serve(builder, path, here, admission));
        grpc.serve(builder);
        this.server = builder.build();
    }

    private static void serve(ServerBuilder builder, String path, Supplier<HttpResponse> answer) {
        builder.route().path(path).methods(HttpMethod.GET, HttpMethod.HEAD).build((_, _) -> answer.get());
    }

    private static void serve(ServerBuilder builder, String path, List<Operation> here, Admission admission) {
        long largest = here.stream()
                .mapToLong(operation -> operation.size().bytes())
                .max()
                .orElseThrow();
        builder.route()
                .path(pattern(path))
                .maxRequestLength(largest)
                .requestTimeout(longest(here))
                .build(new Resource(here, admission));
    }

    private static Duration longest(List<Operation> operations) {
        return operations.stream()
                .map(Operation::patience)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// A path as Armeria has it. What stands for a variable has no colon, behind which a verb would begin.
    private static String pattern(String path) {
        return path.indexOf('{') < 0
                ? "exact:" + path
                : "regex:^" + path.replaceAll("\\{([a-z]+)}", "(?<$1>[^/:]+)") + "$";
    }

    /// Listens from now on.
    ///
    /// @throws UncheckedIOException if it can't, for example because the port is in use
    public void start() {
        try {
            server.start().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new UncheckedIOException(
                        listen + " can't be listened on: " + cause.getMessage()
                                + " (does a gateway run there already?)",
                        cause);
            }
            throw e;
        }
    }

    /// The port that it listens on, which the system chose if 0 was asked for.
    public int port() {
        return server.activeLocalPort();
    }

    private static HttpResponse openApi() {
        try (InputStream file = RestServer.class.getResourceAsStream("/openapi.yaml")) {
            if (file == null) {
                throw new IllegalStateException("openapi.yaml is not in the jar");
            }
            return HttpResponse.of(
                    ResponseHeaders.builder(HttpStatus.OK).contentType(YAML).build(),
                    HttpData.wrap(file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.yaml can't be read", e);
        }
    }

    private static HttpResponse live() {
        var body = Json.object();
        body.put("status", "alive");
        return Answers.ok(body);
    }

    /// Ready means that messages are accepted; they are, durably, without the relay too.
    private HttpResponse ready() {
        var body = Json.object();
        body.put("status", "ready");
        if (reach == Reach.SANDBOX) {
            body.put("relay", "none");
            body.put("sandbox", true);
        } else {
            body.put("relay", connected.getAsBoolean() ? "connected" : "not connected");
        }
        return Answers.ok(body);
    }

    /// What comes while others finish would be cut off when they have.
    private HttpResponse refusingOnceStopping(HttpService service, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        return stopping && !context.path().equals(LIVENESS)
                ? Answers.problem(Fault.unavailable("the gateway is stopping"))
                : service.serve(context, request);
    }

    /// Refuses further requests, `/readyz` among them, lets running ones finish, and ends.
    @Override
    public void close() {
        stopping = true;
        awaitLastAnswer(server.stop());
        // Where it never listened, nobody has told the acceptor to end.
        var _ = acceptor.shutdownGracefully(0, DRAIN.toSeconds(), TimeUnit.SECONDS);
        blocking.close();
    }

    /// Armeria ends the acceptor when all else has ended. Netty lets that take two seconds, for which nobody has to
    /// wait.
    private void awaitLastAnswer(CompletableFuture<Void> stopped) {
        do {
            CompletableFuture<Boolean> look = stopped.thenApply(_ -> true);
            look.completeOnTimeout(false, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } while (!stopped.isDone() && !acceptor.isShuttingDown());
    }
}
