package waxwing.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.Client;
import waxwing.client.messages.Backlog;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.client.registration.BusinessProfile;
import waxwing.client.registration.ProvenDomain;
import waxwing.gateway.admin.AdminSocket;
import waxwing.gateway.admin.Administration;
import waxwing.gateway.admin.DomainAdministration;
import waxwing.gateway.admin.OwnAdministration;
import waxwing.gateway.admin.SandboxAdministration;
import waxwing.gateway.admin.SandboxDomains;
import waxwing.gateway.api.Callers;
import waxwing.gateway.api.Operation;
import waxwing.gateway.api.Operations;
import waxwing.gateway.apikey.ApiKey;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.SqlApiKeyStore;
import waxwing.gateway.grpc.GrpcApi;
import waxwing.gateway.message.BackPressure;
import waxwing.gateway.message.Claims;
import waxwing.gateway.message.ClientTransport;
import waxwing.gateway.message.Courier;
import waxwing.gateway.message.Follower;
import waxwing.gateway.message.MessageStore;
import waxwing.gateway.message.Messages;
import waxwing.gateway.message.Onward;
import waxwing.gateway.message.Retention;
import waxwing.gateway.message.SqlCorrespondence;
import waxwing.gateway.message.SqlMessageStore;
import waxwing.gateway.message.Transport;
import waxwing.gateway.rest.RestServer;
import waxwing.gateway.sandbox.Sandbox;
import waxwing.gateway.sandbox.SandboxClock;
import waxwing.gateway.sandbox.SimulatedTransport;
import waxwing.gateway.sandbox.SqlSandboxStore;
import waxwing.gateway.standing.SqlStandingStore;
import waxwing.gateway.standing.StandingStore;
import waxwing.gateway.standing.StandingWatch;
import waxwing.gateway.suppression.SqlSuppressions;
import waxwing.gateway.telemetry.FaultTrace;
import waxwing.gateway.telemetry.TelemetryListener;
import waxwing.gateway.webhook.Dispatch;
import waxwing.gateway.webhook.Webhooks;
import waxwing.gateway.webhook.guard.HostResolver;
import waxwing.gateway.webhook.guard.Receivers;
import waxwing.gateway.webhook.guard.TargetGuard;
import waxwing.model.AccountId;
import waxwing.model.MessageId;
import waxwing.model.RelayLink;
import waxwing.store.Database;

/// A running gateway: the composition root, in the order in which things open; they close the other way round.
final class Gateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Transport transport;
    private final MessageStore messages;
    private final StandingStore standing;
    private final StandingWatch watch;
    private final RestServer rest;
    private final RunSettings settings;
    private final GatewayFolder folder;
    private final InstantSource clock;
    private final Webhooks webhooks;
    private final Optional<TelemetryListener> telemetry;
    private final Optional<SandboxAccess> sandbox;

    /// Opens everything and accepts messages from then on, whether the relay can be reached or not.
    ///
    /// @param onStorageFailure is told when nothing can be stored any more
    static Gateway start(
            GatewayFolder folder, InetSocketAddress listen, Environment environment, Runnable onStorageFailure) {
        var guard = new TargetGuard(HostResolver.system(), Receivers.PUBLIC);
        return start(folder, RunSettings.at(listen), environment, guard, onStorageFailure);
    }

    /// As [#start(GatewayFolder, InetSocketAddress, Environment, Runnable)], with a guard that says where
    /// webhooks may go. It is closed with the gateway.
    static Gateway start(
            GatewayFolder folder,
            RunSettings settings,
            Environment environment,
            TargetGuard guard,
            Runnable onStorageFailure) {
        return new Gateway(folder, settings, guard, gateway -> gateway.real(folder, environment, onStorageFailure));
    }

    /// Opens a sandbox: simulated people, and webhooks to this machine allowed.
    static Gateway startSandbox(
            GatewayFolder folder, RunSettings settings, Environment environment, Runnable onStorageFailure) {
        var guard = new TargetGuard(HostResolver.system(), Receivers.PUBLIC_AND_LOOPBACK);
        return new Gateway(
                folder, settings, guard, gateway -> gateway.simulated(folder, environment, onStorageFailure));
    }

    /// As the other one, in a folder that is removed at the end.
    static Gateway startSandbox(RunSettings settings, Environment environment, Runnable onStorageFailure) {
        GatewayFolder folder = GatewayFolder.temporary();
        var guard = new TargetGuard(HostResolver.system(), Receivers.PUBLIC_AND_LOOPBACK);
        return new Gateway(folder, settings, guard, gateway -> {
            gateway.opened(folder::remove);
            return gateway.simulated(folder, environment, onStorageFailure);
        });
    }

    /// What everything else stands on.
    ///
    /// @param environment with the time that the gateway lives in
    /// @param machine whose time signatures have
    private record Ground(
            Transport transport,
            Administration domains,
            Database database,
            Environment environment,
            Clock machine,
            Optional<SandboxWorld> sandbox) {}

    private record SandboxWorld(SqlSandboxStore store, SandboxClock clock, SimulatedTransport transport) {}

    private Ground real(GatewayFolder folder, Environment environment, Runnable onFailure) {
        Profile profile = opened(folder.openProfile(environment));
        Database database = opened(folder.openStore());
        profile.database().onFailure(_ -> onFailure.run());
        database.onFailure(_ -> onFailure.run());
        Client client = Client.open(profile);
        Transport transport = opened(new ClientTransport(client));
        return new Ground(
                transport,
                new DomainAdministration(client),
                database,
                environment,
                environment.clock(),
                Optional.empty());
    }

    private Ground simulated(GatewayFolder folder, Environment environment, Runnable onFailure) {
        Database worlds = opened(folder.openSandbox(environment.random()));
        Database database = opened(folder.openStore());
        worlds.onFailure(_ -> onFailure.run());
        database.onFailure(_ -> onFailure.run());
        var store = SqlSandboxStore.open(worlds, () -> new AccountId(UUID.randomUUID()));
        SandboxClock clock = SandboxClock.open(environment.clock(), store);
        var people = opened(new SimulatedTransport(store, clock, environment.random()));
        return new Ground(
                people,
                new SandboxDomains(people),
                database,
                new Environment(clock, environment.random()),
                environment.clock(),
                Optional.of(new SandboxWorld(store, clock, people)));
    }

    private Gateway(GatewayFolder folder, RunSettings settings, TargetGuard guard, Function<Gateway, Ground> opening) {
        try {
            opened(guard);
            Ground ground = opening.apply(this);
            Environment environment = ground.environment();
            Database database = ground.database();
            this.transport = ground.transport();
            EventParts events = opened(EventParts.open(database, environment, guard, ground.machine()));
            this.messages = new SqlMessageStore(database, events.messages());
            ApiKey.Use use = ground.sandbox().isPresent() ? ApiKey.Use.TEST : ApiKey.Use.LIVE;
            var keys = new ApiKeys(new SqlApiKeyStore(database), environment.clock(), environment.random(), use);
            var moving = new Claims<MessageId>();
            var courier = new Courier(messages, transport, moving, environment.clock());
            var onward = new Onward(moving, courier::wake, transport::has, transport::withdraw);
            var pressure = new BackPressure(
                    () -> withTransport(messages.backlog()), settings.mostWaiting(), environment.clock());
            var accepting = new Messages(messages, onward, pressure, environment.clock(), environment.random());
            transport.connect();
            running("gateway-courier", courier);
            var follower = new Follower(messages, transport, environment.clock(), courier::wake);
            running("gateway-follower", follower);
            opened(follower);
            var retention = new Retention(database, messages, transport, follower::hasCaughtUp, environment.clock());
            var upkeep = new Upkeep(events, retention, environment.clock());
            running("gateway-upkeep", upkeep);
            this.standing = new SqlStandingStore(database);
            this.watch = new StandingWatch(database, standing, events.log(), transport, environment.clock());
            if (transport.relay().isPresent()) {
                running("gateway-standing", watch);
            }
            Dispatch dispatch = opened(Dispatch.start(events.webhooks(), events.log()));
            this.settings = settings;
            this.folder = folder;
            this.clock = environment.clock();
            this.webhooks = events.webhooks();
            var services = new Operations.Services(
                    accepting,
                    keys,
                    new Operations.People(
                            events.contacts(),
                            new SqlSuppressions(database),
                            new SqlCorrespondence(database),
                            events.windows()),
                    new Operations.Business(transport.id(), transport.number(), transport, transport::connected),
                    new Operations.Events(events.log(), events.webhooks(), dispatch::refresh),
                    environment.clock());
            Optional<Metrics> metrics = settings.telemetry()
                    .map(_ -> opened(new Metrics(
                            this::condition, () -> events.log().end().sequence(), database)));
            var callers = new Callers(keys, environment.clock(), Metrics.refusals(metrics));
            Optional<Sandbox> world = ground.sandbox().map(parts -> {
                var around = new Sandbox.Around(messages, courier::wake, () -> {
                    upkeep.look();
                    dispatch.refresh();
                });
                return new Sandbox(parts.clock(), parts.transport(), around);
            });
            this.sandbox =
                    ground.sandbox().map(parts -> new SandboxAccess(folder.folder(), firstKey(parts.store(), keys)));
            List<Operation> operations = Metrics.timed(metrics, Operations.of(services, world));
            var grpc = new GrpcApi(operations, callers, events.log()::isClosed);
            this.rest = new RestServer(
                    settings.listen(),
                    operations,
                    callers,
                    grpc,
                    transport::connected,
                    world.isPresent() ? RestServer.Reach.SANDBOX : RestServer.Reach.PEOPLE);
            rest.start();
            opened(rest);
            this.telemetry = metrics.map(
                    one -> opened(TelemetryListener.start(settings.telemetry().orElseThrow(), one::scrape)));
            Administration own = Asking.everything(
                    new OwnAdministration(keys, environment.clock(), this::describe),
                    ground.domains(),
                    events,
                    dispatch::refresh);
            opened(AdminSocket.open(
                    folder.socketReady(),
                    world.<Administration>map(one ->
                                    Administration.byFirstWord(Map.of("sandbox", new SandboxAdministration(one)), own))
                            .orElse(own)));
            opened(events.log());
        } catch (RuntimeException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("the socket for the gateway's operator can't be made", e);
        }
    }

    /// The key that a sandbox prints, the same at each start as long as it is a live one.
    private static String firstKey(SqlSandboxStore store, ApiKeys keys) {
        return store.apiKey().filter(key -> keys.recognise(key).isPresent()).orElseGet(() -> {
            String fresh = keys.create("sandbox").key().reveal();
            store.keepApiKey(fresh);
            return fresh;
        });
    }

    /// What somebody needs who wants to use a sandbox.
    record SandboxAccess(Path folder, String apiKey) {
        @Override
        public String toString() {
            return "SandboxAccess[" + folder + "]";
        }
    }

    /// Empty for a gateway that reaches people.
    Optional<SandboxAccess> sandbox() {
        return sandbox;
    }

    /// The business whose gateway it is.
    AccountId business() {
        return transport.id();
    }

    /// Where the API is.
    String url() {
        String host = settings.listen().getAddress().getHostAddress();
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + rest.port();
    }

    /// On loopback; empty if there are no metrics.
    Optional<Integer> telemetryPort() {
        return telemetry.map(TelemetryListener::port);
    }

    private void describe(ObjectNode status) {
        status.put("business_id", transport.id().toString());
        status.put("name", transport.name().orElse(null));
        status.put("relay", transport.relay().map(RelayLink::toString).orElse(null));
        sandbox.ifPresent(_ -> status.put("sandbox", true));
        status.put("url", url());
        describeStanding(status);
        ObjectNode counts = status.putObject("messages");
        messages.counts().forEach((state, count) -> counts.put(state.name().toLowerCase(Locale.ROOT), count));
        condition().describe(status);
    }

    private Condition condition() {
        List<Condition.Endpoint> endpoints = webhooks.list().stream()
                .map(endpoint -> new Condition.Endpoint(endpoint, webhooks.waiting(endpoint.id())))
                .toList();
        List<ProvenDomain> domains = watch.last().map(DomainEnds::domains).orElse(List.of());
        return new Condition(clock.instant(), transport.connected(), unsent(), endpoints, domains, folder.free());
    }

    /// What waits, with what the transport has of it. What is handed over in between counts twice rather than not at
    /// all: it is asked afterwards.
    private Backlog withTransport(Backlog queued) {
        return queued.and(transport.backlog());
    }

    private Condition.Unsent unsent() {
        Backlog queued = messages.backlog();
        return new Condition.Unsent(queued.messages(), messages.held(), withTransport(queued), settings.mostWaiting());
    }

    private void describeStanding(ObjectNode status) {
        Optional<StandingStore.Known> known = standing.find();
        ObjectNode described = status.putObject("standing");
        described.put("known", known.isPresent());
        known.ifPresent(last -> {
            described.put("standing", last.told().standing().name().toLowerCase(Locale.ROOT));
            described.put("suspension_reason", last.told().reason().orElse(null));
            described.put("tier", last.told().tier());
            described.put("as_of", last.asOf().toString());
            last.told().quality().ifPresent(quality -> describeQuality(described, quality));
        });
    }

    private static void describeQuality(ObjectNode standing, BusinessProfile.Quality quality) {
        ObjectNode described = standing.putObject("quality");
        described.put("rating", quality.rating().name().toLowerCase(Locale.ROOT));
        ArrayNode reasons = described.putArray("reasons");
        quality.reasons().forEach(reason -> reasons.add(reason.name().toLowerCase(Locale.ROOT)));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private void running(String name, Runnable work) {
        Thread thread = Thread.ofVirtual().name(name).start(work);
        open.push(() -> {
            thread.interrupt();
            thread.join(PATIENCE);
        });
    }

    /// Stops accepting, lets running requests finish, and closes the stores. What is queued stays queued.
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.error("closing a part of the gateway failed: {}", FaultTrace.of(e));
            }
        }
    }
}
