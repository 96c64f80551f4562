package waxwing.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.Client;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.gateway.admin.AdminSocket;
import waxwing.gateway.admin.OwnAdministration;
import waxwing.gateway.api.Callers;
import waxwing.gateway.api.Operation;
import waxwing.gateway.api.Operations;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.SqlApiKeyStore;
import waxwing.gateway.grpc.GrpcApi;
import waxwing.gateway.message.Claims;
import waxwing.gateway.message.ClientTransport;
import waxwing.gateway.message.Courier;
import waxwing.gateway.message.Follower;
import waxwing.gateway.message.MessageStore;
import waxwing.gateway.message.Messages;
import waxwing.gateway.message.Onward;
import waxwing.gateway.message.SqlCorrespondence;
import waxwing.gateway.message.SqlMessageStore;
import waxwing.gateway.message.Transport;
import waxwing.gateway.rest.RestServer;
import waxwing.gateway.suppression.SqlSuppressions;
import waxwing.gateway.telemetry.FaultTrace;
import waxwing.gateway.webhook.Dispatch;
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
    private final RestServer rest;
    private final InetSocketAddress listen;

    /// Opens everything and accepts messages from then on, whether the relay can be reached or not.
    ///
    /// @param onStorageFailure is told when nothing can be stored any more
    static Gateway start(
            GatewayFolder folder, InetSocketAddress listen, Environment environment, Runnable onStorageFailure) {
        var guard = new TargetGuard(HostResolver.system(), Receivers.PUBLIC);
        return new Gateway(folder, listen, environment, guard, onStorageFailure);
    }

    /// As [#start(GatewayFolder, InetSocketAddress, Environment, Runnable)], with a guard that says where
    /// webhooks may go. It is closed with the gateway.
    static Gateway start(
            GatewayFolder folder,
            InetSocketAddress listen,
            Environment environment,
            TargetGuard guard,
            Runnable onStorageFailure) {
        return new Gateway(folder, listen, environment, guard, onStorageFailure);
    }

    private Gateway(
            GatewayFolder folder,
            InetSocketAddress listen,
            Environment environment,
            TargetGuard guard,
            Runnable onFailure) {
        try {
            opened(guard);
            Profile profile = opened(folder.openProfile(environment));
            Database database = opened(folder.openStore());
            profile.database().onFailure(_ -> onFailure.run());
            database.onFailure(_ -> onFailure.run());
            this.transport = opened(new ClientTransport(Client.open(profile)));
            EventParts events = opened(EventParts.open(database, environment, guard));
            this.messages = new SqlMessageStore(database, events.messages());
            var keys = new ApiKeys(new SqlApiKeyStore(database), environment.clock(), environment.random());
            var moving = new Claims<MessageId>();
            var courier = new Courier(messages, transport, moving, environment.clock());
            var onward = new Onward(moving, courier::wake, transport::has, transport::withdraw);
            var accepting = new Messages(messages, onward, environment.clock(), environment.random());
            transport.connect();
            running("gateway-courier", courier);
            var follower = new Follower(messages, transport, environment.clock());
            running("gateway-follower", follower);
            opened(follower);
            running("gateway-upkeep", new Upkeep(events, environment.clock()));
            Dispatch dispatch = opened(Dispatch.start(events.webhooks(), events.log()));
            this.listen = listen;
            var services = new Operations.Services(
                    accepting,
                    keys,
                    new Operations.People(
                            events.contacts(), new SqlSuppressions(database), new SqlCorrespondence(database)),
                    new Operations.Business(transport.id(), transport.number(), transport::profile),
                    new Operations.Events(events.log(), events.webhooks(), dispatch::refresh),
                    environment.clock());
            var callers = new Callers(keys, environment.clock());
            List<Operation> operations = Operations.of(services);
            var grpc = new GrpcApi(operations, callers, events.log()::isClosed);
            this.rest = new RestServer(listen, operations, callers, grpc.service(), transport::connected);
            rest.start();
            opened(rest);
            var administration = new OwnAdministration(keys, environment.clock(), this::describe);
            opened(AdminSocket.open(
                    folder.socketReady(), Asking.everything(administration, events, dispatch::refresh)));
            opened(events.log());
        } catch (RuntimeException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("the socket for the gateway's operator can't be made", e);
        }
    }

    /// The business whose gateway it is.
    AccountId business() {
        return transport.id();
    }

    /// Where the API is.
    String url() {
        String host = listen.getAddress().getHostAddress();
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + rest.port();
    }

    private void describe(ObjectNode status) {
        status.put("business_id", transport.id().toString());
        status.put("name", transport.name().orElse(null));
        status.put("relay", transport.relay().map(RelayLink::toString).orElse(null));
        status.put("connected", transport.connected());
        status.put("url", url());
        ObjectNode counts = status.putObject("messages");
        messages.counts().forEach((state, count) -> counts.put(state.name().toLowerCase(Locale.ROOT), count));
        // In this order: what is handed over in between counts twice rather than not at all.
        long queued = messages.queueLength();
        status.put("waiting_to_be_sent", queued + transport.unsent());
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
