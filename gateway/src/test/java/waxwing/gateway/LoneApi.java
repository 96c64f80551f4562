package waxwing.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import waxwing.client.registration.BusinessProfile;
import waxwing.gateway.api.Callers;
import waxwing.gateway.api.Operation;
import waxwing.gateway.api.Operations;
import waxwing.gateway.apikey.ApiKeyTerms;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.Scope;
import waxwing.gateway.apikey.SqlApiKeyStore;
import waxwing.gateway.contact.Contacts;
import waxwing.gateway.conversation.Windows;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.grpc.GrpcApi;
import waxwing.gateway.message.BackPressure;
import waxwing.gateway.message.Claims;
import waxwing.gateway.message.IdempotencyKey;
import waxwing.gateway.message.Messages;
import waxwing.gateway.message.Onward;
import waxwing.gateway.message.RequestHash;
import waxwing.gateway.message.SqlCorrespondence;
import waxwing.gateway.message.SqlMessageStore;
import waxwing.gateway.rest.RestServer;
import waxwing.gateway.suppression.SqlSuppressions;
import waxwing.gateway.webhook.Webhooks;
import waxwing.gateway.webhook.guard.HostResolver;
import waxwing.gateway.webhook.guard.Receivers;
import waxwing.gateway.webhook.guard.TargetClient;
import waxwing.gateway.webhook.guard.TargetGuard;
import waxwing.model.AccountId;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// The API over real HTTP and a real store, without a relay: what is accepted stays in the queue.
public final class LoneApi implements AutoCloseable {
    public static final String OWN_NUMBER = "+12025550199";

    /// How many messages may wait; nobody takes them away here.
    public static final int MOST_WAITING = 2_000;

    public final MutableClock clock = new MutableClock();
    private final Database database;
    public final SqlMessageStore store;
    public final ApiKeys keys;
    public final Messages messages;
    public final SqlSuppressions suppressions;
    public final Contacts contacts;
    public final Api api;
    public final EventLog log;
    public final Windows windows;
    public final List<Operation> operations;
    private final TargetClient webhookClient = new TargetClient();
    private final RestServer server;
    private boolean lost;
    private final KnownIdentity identity = new KnownIdentity();

    public LoneApi(Path folder) {
        this(folder, MOST_WAITING);
    }

    /// With another bound of what may wait for the relay.
    public LoneApi(Path folder, int mostWaiting) {
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 2));
        database.migrate("waxwing/gateway/db");
        store = new SqlMessageStore(database);
        keys = new ApiKeys(new SqlApiKeyStore(database), clock, new SecureRandom());
        suppressions = new SqlSuppressions(database);
        contacts = Contacts.open(database, new SecureRandom());
        messages = new Messages(
                store,
                new Onward(new Claims<>(), () -> {}, _ -> false, _ -> false),
                new BackPressure(store::backlog, mostWaiting, clock),
                clock,
                new SecureRandom());
        var business = new Operations.Business(
                new AccountId(new UUID(0, 7)), PhoneNumber.ofE164(OWN_NUMBER), identity, () -> false);
        log = new EventLog(database, clock, new SecureRandom());
        windows = new Windows(database, log, clock);
        var people = new Operations.People(contacts, suppressions, new SqlCorrespondence(database), windows);
        var guard = new TargetGuard(HostResolver.system(), Receivers.PUBLIC);
        var webhooks = new Webhooks(database, log, guard, webhookClient, clock, new SecureRandom());
        var events = new Operations.Events(log, webhooks, () -> {});
        operations = Operations.of(new Operations.Services(messages, keys, people, business, events, clock));
        var callers = new Callers(keys, clock);
        server = new RestServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                operations,
                callers,
                new GrpcApi(operations, callers, log::isClosed),
                () -> false);
        server.start();
        // The clock stands, so that a bucket is never filled again.
        var fast = new ApiKeyTerms("test", Scope.all(), Optional.empty(), ApiKeyTerms.HIGHEST_RATE);
        api = new Api(
                "http://127.0.0.1:" + server.port(), keys.create(fast).key().reveal());
    }

    /// What the relay says of the business is this from now on.
    public void answersAsRelay(Supplier<BusinessProfile> other) {
        identity.isTold(other);
    }

    /// Does something while a request under that idempotency key is running.
    public <T> T whileRunning(String key, Supplier<T> something) {
        var running = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        Thread first = Thread.ofVirtual().start(() -> {
            try {
                messages.accept(new IdempotencyKey(key), RequestHash.ofBytes(new byte[32]), () -> {
                    running.countDown();
                    awaits(over);
                    throw new IllegalStateException("never mind");
                });
            } catch (IllegalStateException _) {
                // It was only to take its time.
            }
        });
        awaits(running);
        try {
            return something.get();
        } finally {
            over.countDown();
            join(first);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// From now on nothing can be read or stored.
    public void losesItsStore() {
        database.close();
        lost = true;
    }

    @Override
    public void close() {
        // Netty rests for two seconds before it ends, and no test has to wait for that.
        Thread.ofVirtual().start(() -> {
            server.close();
            webhookClient.close();
        });
        if (!lost) {
            database.close();
        }
    }
}
