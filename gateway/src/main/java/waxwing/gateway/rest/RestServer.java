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
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import waxwing.client.content.VerifiedDomains;
import waxwing.client.registration.BusinessProfile;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.KeyRates;
import waxwing.gateway.apikey.Scope;
import waxwing.gateway.contact.Contacts;
import waxwing.gateway.message.Correspondence;
import waxwing.gateway.message.Messages;
import waxwing.gateway.suppression.Suppressions;
import waxwing.model.AccountId;
import waxwing.model.PhoneNumber;

/// The API's HTTP server.
public final class RestServer implements AutoCloseable {
    private static final MediaType YAML = MediaType.create("application", "yaml");
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);
    private static final int STREAMS = 32;
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 1_000;

    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final InetSocketAddress listen;
    private final Server server;
    private final BooleanSupplier connected;
    private volatile boolean stopping;

    /// What the API stands on.
    public record Services(Messages messages, ApiKeys keys, People people, Business business, InstantSource clock) {}

    /// What is known of people.
    public record People(Contacts contacts, Suppressions suppressions, Correspondence correspondence) {}

    /// Whose gateway it is.
    ///
    /// @param profile asks the relay
    /// @param connected whether the gateway has its stream to the relay; told at `/readyz`
    public record Business(
            AccountId id, PhoneNumber number, Supplier<BusinessProfile> profile, BooleanSupplier connected) {
        @Override
        public String toString() {
            return "Business[" + id + "]";
        }
    }

    /// @param more paths of other parts of the gateway
    public RestServer(InetSocketAddress listen, Services services, Routes... more) {
        this.listen = listen;
        this.connected = services.business().connected();
        var callers = new Callers(services.keys(), new KeyRates(services.clock()));
        People people = services.people();
        var recipients = new Recipients(services.business().number(), people.contacts(), people.suppressions());
        var json = new MessageJson(people.contacts());
        var reader = new SendRequest.Reader(recipients, VerifiedDomains.unrestricted(), services.clock());
        ServerBuilder builder = Server.builder()
                .http(listen)
                .maxRequestLength(Failures.LARGEST_REQUEST)
                .requestTimeout(REQUEST_TIMEOUT)
                .idleTimeout(IDLE_TIMEOUT)
                .maxNumConnections(CONNECTIONS)
                .http2MaxStreamsPerConnection(STREAMS)
                .gracefulShutdownTimeout(Duration.ZERO, DRAIN)
                .disableServerHeader()
                .errorHandler(new Failures())
                .unloggedExceptionsReportInterval(Duration.ZERO)
                .service(
                        "/v1/limits",
                        on(HttpMethod.GET, callers.any((context, _) -> LimitsResource.show(Callers.caller(context)))))
                .service("/openapi.yaml", on(HttpMethod.GET, (_, _) -> openApi()))
                .service("/livez", on(HttpMethod.GET, (_, _) -> live()))
                .service("/readyz", on(HttpMethod.GET, (_, _) -> ready()));
        serveMessages(builder, callers, new MessagesResource(services.messages(), reader, json));
        serveBatches(builder, callers, new BatchesResource(services.messages(), reader));
        serveKeys(builder, callers, new ApiKeysResource(services.keys(), services.clock()));
        serveContacts(builder, callers, new ContactsResource(people.correspondence(), recipients, json));
        serveSuppressions(builder, callers, new SuppressionsResource(recipients, services.clock()));
        builder.service(
                "/v1/businessProfile",
                on(HttpMethod.GET, callers.any((_, _) -> BusinessProfileResource.show(services.business()))));
        for (Routes routes : more) {
            routes.paths(callers).forEach((path, methods) -> builder.service(path, on(methods)));
        }
        this.server = builder.build();
    }

    private void serveMessages(ServerBuilder builder, Callers callers, MessagesResource messages) {
        builder.service(
                        "/v1/messages",
                        on(Map.of(
                                HttpMethod.POST, callers.only(Scope.MESSAGES_WRITE, messages::send),
                                HttpMethod.GET, callers.only(Scope.MESSAGES_READ, messages::list))))
                .service(
                        "/v1/messages/{id}",
                        on(
                                Map.of(HttpMethod.GET, callers.only(Scope.MESSAGES_READ, messages::show)),
                                Map.of(
                                        "cancel", callers.only(Scope.MESSAGES_WRITE, messages::cancel),
                                        "revoke", callers.only(Scope.MESSAGES_WRITE, messages::revoke))));
    }

    private void serveBatches(ServerBuilder builder, Callers callers, BatchesResource batches) {
        builder.route()
                .path("/v1/messageBatches")
                .maxRequestLength(BatchRequest.LARGEST_REQUEST)
                .build(on(HttpMethod.POST, callers.only(Scope.MESSAGES_WRITE, batches::send)))
                .service(
                        "/v1/messageBatches/{id}",
                        on(HttpMethod.GET, callers.only(Scope.MESSAGES_READ, batches::show)));
    }

    private void serveKeys(ServerBuilder builder, Callers callers, ApiKeysResource keys) {
        builder.service(
                        "/v1/apiKeys",
                        on(Map.of(
                                HttpMethod.GET, callers.only(Scope.KEYS_ADMIN, keys::list),
                                HttpMethod.POST, callers.only(Scope.KEYS_ADMIN, keys::create))))
                .service(
                        "/v1/apiKeys/{id}",
                        on(
                                Map.of(HttpMethod.DELETE, callers.only(Scope.KEYS_ADMIN, keys::revoke)),
                                Map.of("rotate", callers.only(Scope.KEYS_ADMIN, keys::rotate))));
    }

    private void serveContacts(ServerBuilder builder, Callers callers, ContactsResource contacts) {
        builder.service("/v1/contacts/{id}", on(HttpMethod.GET, callers.only(Scope.CONTACTS_READ, contacts::show)))
                .service("/v1/conversations", on(HttpMethod.GET, callers.only(Scope.CONTACTS_READ, contacts::list)))
                .service(
                        "/v1/conversations/{id}",
                        on(HttpMethod.GET, callers.only(Scope.CONTACTS_READ, contacts::conversation)));
    }

    private void serveSuppressions(ServerBuilder builder, Callers callers, SuppressionsResource suppressions) {
        builder.service(
                        "/v1/suppressions",
                        on(Map.of(
                                HttpMethod.GET, callers.only(Scope.CONTACTS_READ, suppressions::list),
                                HttpMethod.POST, callers.only(Scope.CONTACTS_WRITE, suppressions::add))))
                .service(
                        "/v1/suppressions/{id}",
                        on(HttpMethod.DELETE, callers.only(Scope.CONTACTS_WRITE, suppressions::remove)));
    }

    private Resource on(HttpMethod method, Endpoint endpoint) {
        return on(Map.of(method, endpoint));
    }

    private Resource on(Map<HttpMethod, Endpoint> methods) {
        return on(methods, Map.of());
    }

    private Resource on(Map<HttpMethod, Endpoint> methods, Map<String, Endpoint> verbs) {
        return new Resource(methods, verbs, blocking);
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
