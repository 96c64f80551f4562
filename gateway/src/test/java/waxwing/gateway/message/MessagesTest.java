package waxwing.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waxwing.content.v1.Body;
import waxwing.content.v1.Receipt;
import waxwing.gateway.MutableClock;
import waxwing.gateway.message.MessageStore.Progress;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;
import waxwing.store.H2Settings;

class MessagesTest {
    private static final PhoneNumber BOB = PhoneNumber.ofE164("+12025550102");
    private static final RequestHash ONE = RequestHash.ofBytes(new byte[32]);
    private static final IdempotencyKey KEY = new IdempotencyKey("key");

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private final List<String> wakes = new ArrayList<>();
    private final Claims<MessageId> moving = new Claims<>();
    private final Set<MessageId> withdrawable = new HashSet<>();
    private final Set<MessageId> withClient = new HashSet<>();
    private Database database;
    private SqlMessageStore store;
    private Messages messages;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 2));
        database.migrate("waxwing/gateway/db");
        store = new SqlMessageStore(database);
        var onward = new Onward(moving, () -> wakes.add("woken"), withClient::contains, withdrawable::contains);
        messages = new Messages(store, onward, clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatTheClientHasIsNotCanceledThoughItIsStillQueuedHere() {
        MessageId id = accepted(draft("1001")).id();
        withClient.add(id);

        assertThat(messages.cancel(id)).isInstanceOf(Cancellation.TooLate.class);
        withdrawable.add(id);
        assertThat(messages.revoke(id)).isInstanceOf(Cancellation.Canceled.class);
        assertThat(store.queued(10)).as("nothing hands it over again").isEmpty();
    }

    @Test
    void anAcceptedMessageIsQueuedWithItsContentUntilItIsHandedOver() {
        Message message = accepted(draft("1001"));

        assertThat(store.queued(10)).singleElement().satisfies(queued -> {
            assertThat(queued.id()).isEqualTo(message.id());
            assertThat(queued.to()).isEqualTo(BOB);
            assertThat(queued.body().getReceipt().getOrderNumber()).isEqualTo("1001");
        });
        assertThat(wakes).hasSize(1);
        store.handedOver(List.of(message.id()));
        assertThat(store.queued(10)).isEmpty();
    }

    @Test
    void whatWasAcceptedIsThereAfterARestartInItsOrder() {
        List<MessageId> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(accepted(new IdempotencyKey("k" + i), draft("100" + i)).id());
        }
        close();
        open();

        assertThat(store.queued(10)).extracting(Outgoing::id).containsExactlyElementsOf(ids);
        assertThat(messages.accept(new IdempotencyKey("k3"), ONE, () -> draft("1003")))
                .isInstanceOfSatisfying(
                        Acceptance.Repeated.class,
                        repeated -> assertThat(repeated.message().id()).isEqualTo(ids.get(3)));
        assertThat(store.queued(10)).hasSize(5);
    }

    @Test
    void aKeyThatIsBeingWorkedOnIsInProgress() {
        List<Acceptance> meanwhile = new ArrayList<>();
        Supplier<Draft> slow = () -> {
            meanwhile.add(messages.accept(KEY, ONE, () -> draft("1001")));
            return draft("1001");
        };

        assertThat(messages.accept(KEY, ONE, slow)).isInstanceOf(Acceptance.Accepted.class);
        assertThat(meanwhile).singleElement().isInstanceOf(Acceptance.InProgress.class);
        assertThat(store.queued(10)).hasSize(1);
    }

    @Test
    void aRequestThatIsRefusedLeavesNoTrace() {
        assertThatThrownBy(() -> messages.accept(KEY, ONE, () -> {
                    throw new IllegalArgumentException("refused");
                }))
                .hasMessage("refused");

        assertThat(messages.accept(KEY, ONE, () -> draft("1001"))).isInstanceOf(Acceptance.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVERED, ACCEPTED DELIVERED",
        "READ, ACCEPTED DELIVERED READ",
        "DELIVERED READ, ACCEPTED DELIVERED READ",
        "READ DELIVERED, ACCEPTED DELIVERED READ",
        "DELIVERED DELIVERED, ACCEPTED DELIVERED",
        "DELIVERED SUPPRESSED, ACCEPTED DELIVERED",
        "SUPPRESSED DELIVERED, ACCEPTED SUPPRESSED",
        "FAILED READ, ACCEPTED FAILED",
        "EXPIRED DELIVERED, ACCEPTED EXPIRED",
        "CANCELED DELIVERED, ACCEPTED CANCELED",
        "SCHEDULED, ACCEPTED",
    })
    void aTimelineOnlyGrowsForward(String told, String timeline) {
        MessageId id = accepted(draft("1001")).id();
        for (String status : told.split(" ")) {
            store.follow(List.of(progress(id, MessageStatus.valueOf(status))), 1);
        }

        assertThat(store.find(id).orElseThrow().timeline())
                .extracting(entry -> entry.status().name())
                .containsExactly(timeline.split(" "));
    }

    @Test
    void theTimelineSaysWhyAndWhen() {
        MessageId id = accepted(draft("1001")).id();
        clock.advance(Duration.ofSeconds(5));
        store.follow(
                List.of(new Progress(
                        id,
                        new TimelineEntry(
                                MessageStatus.SUPPRESSED, Optional.of("recipient_opted_out"), clock.instant()))),
                7);

        TimelineEntry last = store.find(id).orElseThrow().timeline().getLast();
        assertThat(last.code()).contains("recipient_opted_out");
        assertThat(last.at()).isEqualTo(clock.instant());
        assertThat(store.followed()).isEqualTo(7);
    }

    @Test
    void newsOfUnknownMessagesIsPassedOver() {
        store.follow(List.of(progress(new MessageId(UUID.randomUUID()), MessageStatus.READ)), 3);

        assertThat(store.followed()).isEqualTo(3);
    }

    @Test
    void onlyWhatWasNotDeliveredExpires() {
        MessageId waiting = accepted(new IdempotencyKey("a"), draft("1001")).id();
        MessageId delivered = accepted(new IdempotencyKey("b"), draft("1002")).id();
        store.follow(List.of(progress(delivered, MessageStatus.DELIVERED)), 1);
        clock.advance(Duration.ofDays(1));

        assertThat(messages.find(waiting).orElseThrow().status()).isEqualTo(MessageStatus.EXPIRED);
        assertThat(messages.find(delivered).orElseThrow().status()).isEqualTo(MessageStatus.DELIVERED);
        assertThat(store.queued(10)).extracting(Outgoing::id).doesNotContain(waiting);
    }

    @Test
    void aScheduledMessageIsQueuedAtItsTimeAndLivesFromThenOn() {
        Instant time = clock.instant().plus(Duration.ofHours(2));
        MessageId id = accepted(draft("1001", Optional.of(time))).id();
        assertThat(messages.find(id).orElseThrow().status()).isEqualTo(MessageStatus.SCHEDULED);

        clock.advance(Duration.ofHours(2).minusMillis(1));
        assertThat(store.release(clock.instant())).isZero();
        close();
        open();
        clock.advance(Duration.ofMillis(1));
        assertThat(store.release(clock.instant())).isOne();
        assertThat(store.queued(10)).singleElement().satisfies(queued -> {
            assertThat(queued.id()).isEqualTo(id);
            assertThat(queued.expires()).isEqualTo(time.plus(Duration.ofHours(1)));
        });
        assertThat(store.release(clock.instant())).isZero();
        assertThat(timeline(id)).containsExactly(MessageStatus.SCHEDULED, MessageStatus.ACCEPTED);
    }

    @Test
    void aMessageWhoseTimeCameAndWentWhileTheGatewayWasDownExpires() {
        MessageId id = accepted(draft("1001", Optional.of(clock.instant().plus(Duration.ofHours(2)))))
                .id();
        clock.advance(Duration.ofHours(4));
        store.release(clock.instant());

        assertThat(messages.find(id).orElseThrow().status()).isEqualTo(MessageStatus.EXPIRED);
        assertThat(store.queued(10)).isEmpty();
    }

    @Test
    void whatIsScheduledOrQueuedCanBeCanceledOnce() {
        MessageId scheduled = accepted(
                        new IdempotencyKey("a"),
                        draft("1001", Optional.of(clock.instant().plus(Duration.ofHours(2)))))
                .id();
        MessageId queued = accepted(new IdempotencyKey("b"), draft("1002")).id();

        for (MessageId id : List.of(scheduled, queued)) {
            assertThat(messages.cancel(id)).isInstanceOf(Cancellation.Canceled.class);
            assertThat(messages.cancel(id)).isInstanceOf(Cancellation.Canceled.class);
        }
        clock.advance(Duration.ofHours(2));
        assertThat(store.release(clock.instant())).isZero();
        assertThat(store.queued(10)).isEmpty();
        assertThat(timeline(scheduled)).containsExactly(MessageStatus.SCHEDULED, MessageStatus.CANCELED);
        assertThat(timeline(queued)).containsExactly(MessageStatus.ACCEPTED, MessageStatus.CANCELED);
        assertThat(messages.cancel(new MessageId(UUID.randomUUID()))).isInstanceOf(Cancellation.Unknown.class);
    }

    @Test
    void whatIsBeingHandedOverCantBeCanceled() {
        MessageId id = accepted(draft("1001")).id();
        assertThat(moving.take(id)).isTrue();

        assertThat(messages.cancel(id)).isInstanceOf(Cancellation.TooLate.class);
        assertThat(messages.revoke(id)).isInstanceOf(Cancellation.TooLate.class);
        assertThat(store.queued(10)).hasSize(1);
    }

    @Test
    void whatWasHandedOverCanOnlyBeRevokedAndOnlyIfTheClientLibraryCan() {
        MessageId id = accepted(draft("1001")).id();
        store.handedOver(List.of(id));

        assertThat(messages.cancel(id)).isInstanceOf(Cancellation.TooLate.class);
        assertThat(messages.revoke(id)).isInstanceOf(Cancellation.TooLate.class);
        withdrawable.add(id);
        assertThat(messages.cancel(id)).isInstanceOf(Cancellation.TooLate.class);
        assertThat(messages.revoke(id)).isInstanceOf(Cancellation.Canceled.class);
    }

    private List<MessageStatus> timeline(MessageId id) {
        return messages.find(id).orElseThrow().timeline().stream()
                .map(TimelineEntry::status)
                .toList();
    }

    @Test
    void oldKeysAreForgotten() {
        accepted(draft("1001"));
        clock.advance(Messages.KEYS_KEPT);
        store.forgetKeysBefore(clock.instant().minus(Messages.KEYS_KEPT));

        assertThat(store.remembered(KEY, Instant.EPOCH)).isEmpty();
    }

    private Progress progress(MessageId id, MessageStatus status) {
        return new Progress(id, new TimelineEntry(status, Optional.empty(), clock.instant()));
    }

    private Message accepted(Draft draft) {
        return accepted(KEY, draft);
    }

    private Message accepted(IdempotencyKey key, Draft draft) {
        return ((Acceptance.Accepted) messages.accept(key, ONE, () -> draft)).message();
    }

    private static Draft draft(String order) {
        return draft(order, Optional.empty());
    }

    private static Draft draft(String order, Optional<Instant> sendAt) {
        Body body = Body.newBuilder()
                .setReceipt(Receipt.newBuilder().setOrderNumber(order))
                .build();
        return new Draft(
                Optional.empty(), BOB, MessageKind.RECEIPT, body, sendAt, Duration.ofHours(1), Optional.empty());
    }
}
