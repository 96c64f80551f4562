package waxwing.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waxwing.content.v1.Body;
import waxwing.gateway.Forgetful;
import waxwing.gateway.MutableClock;
import waxwing.gateway.message.MessageStore.Progress;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;
import waxwing.store.H2Settings;

class RetentionTest {
    private static final PhoneNumber BOB = PhoneNumber.ofE164("+12025550102");
    private static final Duration LIFE = Duration.ofDays(10);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final RequestHash ONE = RequestHash.ofBytes(new byte[32]);
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private final AtomicInteger keys = new AtomicInteger();
    private final Map<MessageId, Instant> stays = new HashMap<>();
    private final Forgetful transport = new Forgetful(new ArrayList<>(), stays);
    private boolean caughtUp = true;
    private Database database;
    private SqlMessageStore store;
    private Messages messages;
    private Retention retention;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 2));
        database.migrate("waxwing/gateway/db");
        store = new SqlMessageStore(database);
        messages = new Messages(
                store, new Onward(new Claims<>(), () -> {}, _ -> false, _ -> false), clock, new SecureRandom());
        retention = new Retention(database, store, transport, () -> caughtUp, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void restart() {
        close();
        open();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ", "SUPPRESSED", "FAILED", "CANCELED"})
    void aMessageIsForgotten90DaysAfterItsEnd(MessageStatus end) {
        MessageId id = handedOver();
        clock.advance(Duration.ofDays(1));
        becomes(id, end);

        clock.advance(Retention.KEPT.minus(A_MOMENT));
        looks();
        assertThat(store.find(id)).isPresent();
        clock.advance(A_MOMENT);
        restart();
        looks();

        assertThat(store.find(id)).isEmpty();
        assertThat(rows("timeline")).isZero();
        assertThat(transport.forgotten()).containsExactly(id);
    }

    @Test
    void whatExpiredIsForgotten90DaysAfterItsTime() {
        MessageId id = handedOver();
        clock.advance(LIFE);
        store.expire(clock.instant());

        clock.advance(Retention.KEPT.minus(A_MOMENT));
        looks();
        assertThat(store.find(id)).isPresent();
        clock.advance(A_MOMENT);
        looks();
        assertThat(store.find(id)).isEmpty();
    }

    @Test
    void whatWasDeliveredMayStillBeReadUntil90DaysAfterItCouldHaveExpired() {
        MessageId unread = handedOver();
        MessageId readLate = handedOver();
        becomes(unread, MessageStatus.DELIVERED);
        becomes(readLate, MessageStatus.DELIVERED);

        clock.advance(LIFE.plus(Retention.KEPT).minus(A_MOMENT));
        looks();
        becomes(readLate, MessageStatus.READ);
        clock.advance(A_MOMENT);
        looks();

        assertThat(store.find(unread)).isEmpty();
        assertThat(store.find(readLate)).isPresent();
        clock.advance(Retention.KEPT);
        looks();
        assertThat(store.find(readLate)).isEmpty();
    }

    @Test
    void whatIsReadWhileItIsBeingForgottenStays() {
        MessageId id = handedOver();
        becomes(id, MessageStatus.DELIVERED);
        clock.advance(LIFE.plus(Retention.KEPT));
        Instant time = clock.instant().minus(Retention.KEPT);
        becomes(id, MessageStatus.READ);

        new SqlRetention(database).forget(List.of(id), time);

        assertThat(store.find(id)).isPresent();
    }

    @Test
    void whatStillWaitsIsNeverForgotten() {
        MessageId queued = accepted();
        MessageId onItsWay = handedOver();
        MessageId scheduled = accept(draft(Optional.of(clock.instant().plus(Duration.ofDays(30)))));
        List<MessageId> many = IntStream.range(0, Outgoing.MOST_WAITING)
                .mapToObj(_ -> accepted())
                .toList();
        assertThat(store.queued(Outgoing.MOST_WAITING + 1)).hasSizeLessThan(many.size() + 1);
        assertThat(store.held()).isPositive();
        // Nobody lets them expire.
        clock.advance(Duration.ofDays(400));

        looks();

        assertThat(List.of(queued, onItsWay, scheduled))
                .allSatisfy(id -> assertThat(store.find(id)).isPresent());
        assertThat(many).allSatisfy(id -> assertThat(store.find(id)).isPresent());
    }

    @Test
    void nothingIsForgottenBeforeAllThatHadHappenedIsTakenIn() {
        MessageId id = handedOver();
        becomes(id, MessageStatus.DELIVERED);
        clock.advance(Duration.ofDays(400));
        caughtUp = false;

        assertThat(retention.look()).isFalse();

        assertThat(store.find(id)).isPresent();
        caughtUp = true;
        looks();
        assertThat(store.find(id)).isEmpty();
    }

    @Test
    void whatAnIdempotencyKeyStandsForStaysAsLongAsTheKey() {
        UUID name = UUID.randomUUID();
        MessageId id = accept(named(name));
        store.handedOver(List.of(id));
        becomes(id, MessageStatus.READ);
        clock.advance(Retention.KEPT.minus(Duration.ofHours(1)));
        var key = new IdempotencyKey("again");
        assertThat(messages.accept(key, ONE, () -> named(name))).isInstanceOf(Acceptance.Repeated.class);

        clock.advance(Messages.KEYS_KEPT.minus(A_MOMENT));
        store.forgetKeysBefore(clock.instant().minus(Messages.KEYS_KEPT));
        looks();
        assertThat(messages.accept(key, ONE, () -> named(name))).isInstanceOf(Acceptance.Repeated.class);
        clock.advance(A_MOMENT);
        store.forgetKeysBefore(clock.instant().minus(Messages.KEYS_KEPT));
        looks();

        assertThat(store.find(id)).isEmpty();
        assertThat(messages.accept(key, ONE, () -> named(name))).isInstanceOf(Acceptance.Accepted.class);
        assertThat(store.queued(10)).extracting(Outgoing::id).containsExactly(id);
    }

    @Test
    void whatItsRecipientCanStillAskAboutIsKeptUntil90DaysAfterThat() {
        MessageId id = handedOver();
        becomes(id, MessageStatus.READ);
        clock.advance(Retention.KEPT);
        stays.put(id, clock.instant());
        looks();
        assertThat(store.find(id)).isPresent();
        stays.clear();
        restart();

        clock.advance(Retention.KEPT.minus(A_MOMENT));
        looks();
        assertThat(store.find(id)).isPresent();
        clock.advance(A_MOMENT);
        looks();
        assertThat(store.find(id)).isEmpty();
    }

    @Test
    void aCrashAfterTheTransportHasForgottenLosesNothing() {
        MessageId id = handedOver();
        becomes(id, MessageStatus.READ);
        clock.advance(Retention.KEPT);
        Forgetting dies = new Forgetting() {
            @Override
            public Map<MessageId, Instant> forget(Collection<MessageId> ids, Instant time) {
                throw new IllegalStateException("killed");
            }

            @Override
            public void forgetOld(long cursor, Instant time) {
                throw new IllegalStateException("killed");
            }
        };
        assertThatThrownBy(() -> new Retention(database, store, dies, () -> true, clock).look())
                .hasMessage("killed");
        restart();

        assertThat(store.queued(10)).isEmpty();
        looks();
        assertThat(store.find(id)).isEmpty();
        assertThat(transport.forgotten()).containsExactly(id);
    }

    @Test
    void aBatchKeepsThePlacesOfWhatIsLeftAndGoesWithItsLastMessage() {
        BatchId batch = batch(List.of(
                new Wanted.Send(draft(Optional.empty()), ONE),
                new Wanted.Refused("{}"),
                new Wanted.Send(draft(Optional.empty()), ONE)));
        List<MessageId> ids = accepted(batch);
        store.handedOver(ids);
        becomes(ids.getFirst(), MessageStatus.READ);
        clock.advance(Duration.ofDays(1));
        becomes(ids.getLast(), MessageStatus.READ);

        clock.advance(Retention.KEPT.minus(Duration.ofDays(1)));
        looks();
        assertThat(store.findBatch(batch).orElseThrow().items())
                .extracting(Batch.Item::index)
                .containsExactly(1, 2);
        clock.advance(Duration.ofDays(1));
        restart();
        looks();

        assertThat(store.findBatch(batch)).isEmpty();
        assertThat(rows("batch_item")).isZero();
    }

    @Test
    void aBatchOfWhichNothingWasAcceptedIsForgottenToo() {
        MessageId id = accepted(batch(List.of(new Wanted.Send(draft(Optional.empty()), ONE))))
                .getFirst();
        BatchId refused = batch(List.of(new Wanted.Refused("{}"), new Wanted.Refused("{}")));

        clock.advance(Retention.KEPT.minus(A_MOMENT));
        looks();
        assertThat(store.findBatch(refused)).isPresent();
        clock.advance(A_MOMENT);
        looks();

        assertThat(store.findBatch(refused)).isEmpty();
        assertThat(store.find(id)).as("it waits").isPresent();
        assertThat(rows("batch")).isOne();
    }

    @Test
    void aListGoesOnFromACursorWhateverIsForgottenMeanwhile() {
        List<MessageId> ids = IntStream.range(0, 6).mapToObj(_ -> handedOver()).toList();
        MessagePage first = store.list(new MessagePage.Query(OptionalLong.empty(), Optional.empty(), 2));
        becomes(ids.get(4), MessageStatus.READ);
        becomes(ids.get(3), MessageStatus.READ);
        clock.advance(Retention.KEPT);
        looks();

        MessagePage next = store.list(new MessagePage.Query(first.next(), Optional.empty(), 2));

        assertThat(next.messages()).extracting(Message::id).containsExactly(ids.get(2), ids.get(1));
    }

    @Test
    void aLookForgetsOnlySoManyAndSaysThatThereAreMore() {
        Wanted one = new Wanted.Send(draft(Optional.empty()), ONE);
        List<MessageId> ids = Stream.of(1_000, 1_000, 50)
                .flatMap(count -> accepted(batch(Collections.nCopies(count, one))).stream())
                .toList();
        ids.forEach(id -> store.end(id, new TimelineEntry(MessageStatus.FAILED, Optional.empty(), clock.instant())));
        clock.advance(Retention.KEPT);

        assertThat(retention.look()).isFalse();
        assertThat(rows("message")).isEqualTo(50);
        looks();
        assertThat(rows("message")).isZero();
    }

    @Test
    void aLookThatFindsNothingReadsNothing() {
        for (int i = 0; i < 300; i++) {
            MessageId id = accepted();
            store.end(id, new TimelineEntry(MessageStatus.FAILED, Optional.empty(), clock.instant()));
        }
        store.forgetKeysBefore(clock.instant().plusSeconds(1));

        assertThat(scanned(clock.instant().minusMillis(1))).isLessThan(5);
        assertThat(scanned(clock.instant())).isBetween(20, 100);
    }

    /// How many rows a look at one status with a limit of 20 reads.
    private int scanned(Instant time) {
        String plan = database.read(handle -> handle.createQuery("EXPLAIN ANALYZE " + SqlRetention.OLDEST)
                .bind("status", MessageStatus.FAILED.name())
                .bind("time", time.toEpochMilli())
                .bind("most", 20)
                .mapTo(String.class)
                .one());
        return SCANNED.matcher(plan)
                .results()
                .map((MatchResult found) -> Integer.parseInt(found.group(1)))
                .reduce(0, Integer::sum);
    }

    private void looks() {
        assertThat(retention.look()).isTrue();
    }

    private int rows(String table) {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Integer.class)
                .one());
    }

    private void becomes(MessageId id, MessageStatus status) {
        var entry = new TimelineEntry(status, Optional.empty(), clock.instant());
        store.follow(List.of(new Progress(id, entry)), store.followed() + 1);
    }

    private MessageId handedOver() {
        MessageId id = accepted();
        store.handedOver(List.of(id));
        return id;
    }

    private MessageId accepted() {
        return accept(draft(Optional.empty()));
    }

    private MessageId accept(Draft draft) {
        var key = new IdempotencyKey("key-" + keys.incrementAndGet());
        return ((Acceptance.Accepted) messages.accept(key, ONE, () -> draft))
                .message()
                .id();
    }

    private BatchId batch(List<Wanted> wanted) {
        var key = new IdempotencyKey("key-" + keys.incrementAndGet());
        return ((BatchAcceptance.Accepted)
                        messages.acceptBatch(key, ONE, () -> wanted, new Wanted.Refusals("{}", "{}")))
                .batch()
                .id();
    }

    private List<MessageId> accepted(BatchId batch) {
        return store.findBatch(batch).orElseThrow().items().stream()
                .filter(Batch.Item.Accepted.class::isInstance)
                .map(item -> ((Batch.Item.Accepted) item).id())
                .toList();
    }

    private static Draft draft(Optional<Instant> sendAt) {
        return draft(Optional.empty(), sendAt);
    }

    private static Draft named(UUID id) {
        return draft(Optional.of(new MessageId(id)), Optional.empty());
    }

    private static Draft draft(Optional<MessageId> id, Optional<Instant> sendAt) {
        return new Draft(id, BOB, MessageKind.RECEIPT, Body.getDefaultInstance(), sendAt, LIFE, Optional.empty());
    }
}
