package waxwing.gateway.rest;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import waxwing.client.content.VerifiedDomains;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.message.Messages;
import waxwing.model.PhoneNumber;

/// The API's HTTP server.
public final class RestServer implements AutoCloseable {
    private static final MediaType YAML = MediaType.create("application", "yaml");
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 1_000;

    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final InetSocketAddress listen;
    private final Server server;
    private final BooleanSupplier connected;
    private volatile boolean stopping;

    /// What the API stands on.
    ///
    /// @param connected whether the gateway has its stream to the relay; told at `/readyz`
    /// @param own the business's own number, to which it can't send
    public record Services(Messages messages, ApiKeys keys, BooleanSupplier connected, PhoneNumber own) {}

    /// @param more paths of other parts of the gateway
    public RestServer(InetSocketAddress listen, Services services, Routes... more) {
        this.listen = listen;
        this.connected = services.connected();
        var callers = new Callers(services.keys());
        var resource = new MessagesResource(
                services.messages(), new SendRequest.Reader(services.own(), VerifiedDomains.unrestricted()));
        ServerBuilder builder = Server.builder()
                .http(listen)
                .maxRequestLength(Failures.LARGEST_REQUEST)
                .requestTimeout(REQUEST_TIMEOUT)
                .idleTimeout(IDLE_TIMEOUT)
                .maxNumConnections(CONNECTIONS)
                .gracefulShutdownTimeout(Duration.ZERO, DRAIN)
                .disableServerHeader()
                .errorHandler(new Failures())
                .unloggedExceptionsReportInterval(Duration.ZERO)
                .service("/v1/messages", on(HttpMethod.POST, callers.only(resource::send)))
                .service("/v1/messages/{id}", on(HttpMethod.GET, callers.only(resource::show)))
                .service("/v1/limits", on(HttpMethod.GET, callers.only((_, _) -> LimitsResource.show())))
                .service("/openapi.yaml", on(HttpMethod.GET, (_, _) -> openApi()))
                .service("/livez", on(HttpMethod.GET, (_, _) -> live()))
                .service("/readyz", on(HttpMethod.GET, (_, _) -> ready()));
        for (Routes routes : more) {
            routes.paths().forEach((path, methods) -> builder.service(path, guarded(callers, methods)));
        }
        this.server = builder.build();
    }

    private Resource guarded(Callers callers, Map<HttpMethod, Endpoint> methods) {
        Map<HttpMethod, Endpoint> guarded = new HashMap<>();
        methods.forEach((method, endpoint) -> guarded.put(method, callers.only(endpoint)));
        return new Resource(guarded, blocking);
    }

    private Resource on(HttpMethod method, Endpoint endpoint) {
        return new Resource(Map.of(method, endpoint), blocking);
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
        return MessagesResource.json(HttpStatus.OK, body);
    }

    /// Ready means that messages are accepted; they are, durably, without the relay too.
    private HttpResponse ready() {
        if (stopping) {
            throw new Rejection(Failures.unavailable("the gateway is stopping"));
        }
        var body = Json.object();
        body.put("status", "ready");
        body.put("relay", connected.getAsBoolean() ? "connected" : "not connected");
        return MessagesResource.json(HttpStatus.OK, body);
    }

    /// Says at `/readyz` that it is stopping, lets running requests finish, and ends.
    @Override
    public void close() {
        stopping = true;
        server.stop().join();
        blocking.close();
    }
}
