package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.client.messages.StateReason;
import waxwing.content.v1.Body;
import waxwing.gateway.contact.Contacts;
import waxwing.gateway.conversation.Windows;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.message.BatchId;
import waxwing.gateway.message.IdempotencyKey;
import waxwing.gateway.message.Incoming;
import waxwing.gateway.message.Lifetime;
import waxwing.gateway.message.MessageEvents;
import waxwing.gateway.message.MessageStatus;
import waxwing.gateway.message.MessageStore;
import waxwing.gateway.message.MessageStore.Accepting;
import waxwing.gateway.message.MessageStore.AcceptingBatch;
import waxwing.gateway.message.MessageStore.News;
import waxwing.gateway.message.Outgoing;
import waxwing.gateway.message.RequestHash;
import waxwing.gateway.message.Retention;
import waxwing.gateway.message.SqlMessageStore;
import waxwing.gateway.message.StatusCodes;
import waxwing.gateway.message.TimelineEntry;
import waxwing.gateway.suppression.SqlSuppressions;
import waxwing.gateway.suppression.Suppression;
import waxwing.gateway.suppression.Suppression.Reach;
import waxwing.gateway.suppression.Suppression.Source;
import waxwing.gateway.webhook.Dispatch;
import waxwing.gateway.webhook.EndpointChange;
import waxwing.gateway.webhook.EndpointId;
import waxwing.gateway.webhook.EventFilter;
import waxwing.gateway.webhook.Registration;
import waxwing.gateway.webhook.WebhookEndpoint;
import waxwing.gateway.webhook.Webhooks;
import waxwing.gateway.webhook.guard.HostResolver;
import waxwing.gateway.webhook.guard.Receivers;
import waxwing.gateway.webhook.guard.TargetClient;
import waxwing.gateway.webhook.guard.TargetGuard;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;
import waxwing.model.Uuids;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// All that changes the gateway's store, side by side and each in an order of its own: nobody is rolled back
/// because of another. See the order of locks in `waxwing.gateway`.
class LockOrderTest {
    private static final int ROUNDS = 15;
    private static final int PEOPLE = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /// Is sent so much that some of it is held.
    private static final PhoneNumber POPULAR = PhoneNumber.ofE164("+12025559999");

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private final SecureRandom secure = new SecureRandom();
    private final long seed = secure.nextLong();
    private final TargetGuard guard = new TargetGuard(HostResolver.system(), Receivers.PUBLIC_AND_LOOPBACK);
    private final TargetClient client = new TargetClient();
    private final Receiver receiver = new Receiver();
    private final List<MessageId> known = new CopyOnWriteArrayList<>();
    private final Forgetful forgetful = new Forgetful(new CopyOnWriteArrayList<>(), Map.of());
    private Database database;
    private EventLog log;
    private Windows windows;
    private MessageStore store;
    private SqlSuppressions suppressions;
    private Retention retention;
    private Webhooks webhooks;
    private Dispatch dispatch;

    @BeforeEach
    void open() throws InterruptedException {
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 6));
        database.migrate("waxwing/gateway/db");
        log = new EventLog(database, clock, secure);
        windows = new Windows(database, log, clock);
        store = new SqlMessageStore(database, new MessageEvents(log, Contacts.open(database, secure), windows, clock));
        // So far ahead that within the rounds something is old.
        retention = new Retention(
                database, store, forgetful, () -> true, () -> clock.instant().plus(Duration.ofDays(60)));
        suppressions = new SqlSuppressions(database);
        webhooks = new Webhooks(database, log, guard, client, clock, secure);
        dispatch = Dispatch.start(webhooks, log);
        register();
        register();
    }

    @AfterEach
    void close() {
        dispatch.close();
        database.close();
        client.close();
        guard.close();
        receiver.close();
    }

    private interface Actor {
        void act(Random random) throws InterruptedException;
    }

    @Test
    void nobodyIsRolledBackBecauseOfAnother() throws Exception {
        List<Actor> actors = List.of(
                this::sendsABatch,
                this::sendsABatch,
                this::followsTheClient,
                this::handsOver,
                this::takesBack,
                this::suppresses,
                _ -> timePasses(),
                this::replays,
                this::replays,
                _ -> changesEndpoints());
        List<FutureTask<Integer>> running = IntStream.range(0, actors.size())
                .mapToObj(i -> new FutureTask<>(() -> rounds(actors.get(i), new Random(seed + i))))
                .toList();
        running.forEach(Thread::startVirtualThread);
        for (FutureTask<Integer> actor : running) {
            assertThat(actor.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("seed %d", seed)
                    .isEqualTo(ROUNDS);
        }

        assertThat(database.conflicts()).as("seed %d", seed).isZero();
        assertThat(known).hasSize(2 * ROUNDS * PEOPLE);
        assertThat(forgetful.forgotten()).as("seed %d", seed).isNotEmpty();
    }

    private static int rounds(Actor actor, Random random) throws InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            actor.act(random);
        }
        return ROUNDS;
    }

    private void sendsABatch(Random random) {
        Instant now = clock.instant();
        List<AcceptingBatch.Item> items = people(random).stream()
                .map(to -> accepting(random.nextBoolean() ? POPULAR : to, now, random))
                .<AcceptingBatch.Item>map(AcceptingBatch.Item.Fresh::new)
                .toList();
        var id = new BatchId(Uuids.version7(clock, random));
        store.acceptBatch(new IdempotencyKey(id.toString()), new AcceptingBatch(id, hash(), now, items));
        items.forEach(item ->
                known.add(((AcceptingBatch.Item.Fresh) item).message().message().id()));
    }

    private Accepting accepting(PhoneNumber to, Instant now, Random random) {
        var id = new MessageId(Uuids.version7(clock, random));
        Optional<Instant> sendAt =
                random.nextInt(3) == 0 ? Optional.of(now.plus(Duration.ofDays(3))) : Optional.empty();
        var lifetime = new Lifetime(now, sendAt, now.plus(Duration.ofDays(10)));
        var message = new Outgoing(id, to, MessageKind.RECEIPT, Body.getDefaultInstance(), lifetime.expires());
        return new Accepting(message, lifetime, Optional.empty(), hash());
    }

    private static RequestHash hash() {
        return RequestHash.ofBytes(new byte[32]);
    }

    private void followsTheClient(Random random) {
        List<News> news = new ArrayList<>();
        some(random).forEach(id -> news.add(new MessageStore.Progress(id, outcome(random))));
        people(random)
                .forEach(from -> news.add(new Incoming(
                        new MessageId(Uuids.version7(clock, random)),
                        from,
                        clock.instant(),
                        "hello",
                        Optional.empty())));
        Collections.shuffle(news, random);
        store.follow(news, store.followed() + 1);
    }

    private TimelineEntry outcome(Random random) {
        return random.nextBoolean()
                ? new TimelineEntry(MessageStatus.DELIVERED, Optional.empty(), clock.instant())
                : new TimelineEntry(
                        MessageStatus.SUPPRESSED,
                        Optional.of(StatusCodes.of(StateReason.RECIPIENT_OPTED_OUT)),
                        clock.instant());
    }

    private void handsOver(Random random) {
        List<MessageId> ids =
                new ArrayList<>(store.queued(PEOPLE).stream().map(Outgoing::id).toList());
        Collections.shuffle(ids, random);
        store.handedOver(ids);
    }

    private void takesBack(Random random) {
        for (MessageId id : some(random).stream().limit(3).toList()) {
            store.cancel(id, clock.instant());
            store.end(id, new TimelineEntry(MessageStatus.FAILED, Optional.empty(), clock.instant()));
        }
    }

    private void suppresses(Random random) {
        for (PhoneNumber person : people(random)) {
            Source source = random.nextBoolean() ? Source.RECIPIENT : Source.BUSINESS;
            suppressions.add(new Suppression(person, source, Reach.OFFERS, clock.instant()));
            suppressions.remove(person, source);
        }
    }

    private void timePasses() {
        clock.advance(Duration.ofDays(6));
        store.release(clock.instant());
        store.expire(clock.instant());
        boolean _ = retention.look();
        windows.closeOver();
        log.forgetOld();
        webhooks.forgetOld();
    }

    private void replays(Random random) {
        List<WebhookEndpoint> endpoints = webhooks.list();
        webhooks.replay(endpoints.get(random.nextInt(endpoints.size())).id(), EventCursor.START);
        dispatch.refresh();
    }

    private void changesEndpoints() throws InterruptedException {
        EndpointId id = register();
        dispatch.refresh();
        webhooks.replay(id, EventCursor.START);
        webhooks.change(id, EndpointChange.of(EndpointChange.Standing.DISABLED));
        webhooks.change(id, EndpointChange.of(EndpointChange.Standing.ENABLED));
        webhooks.test(id);
        assertThat(webhooks.remove(id)).isTrue();
    }

    private EndpointId register() throws InterruptedException {
        var registered = (Registration.Registered)
                webhooks.register(webhooks.url(receiver.url()), "", EventFilter.of(List.of()));
        return registered.endpoint().id();
    }

    private List<MessageId> some(Random random) {
        List<MessageId> ids = new ArrayList<>(known);
        Collections.shuffle(ids, random);
        return ids.subList(0, Math.min(ids.size(), PEOPLE));
    }

    private static List<PhoneNumber> people(Random random) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, PEOPLE * ROUNDS).boxed().toList());
        Collections.shuffle(numbers, random);
        return numbers.stream()
                .limit(PEOPLE)
                .map(number -> PhoneNumber.ofE164("+1202555" + (1000 + number)))
                .toList();
    }
}
