package waxwing.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.client.messages.Backlog;
import waxwing.content.v1.Body;
import waxwing.content.v1.Receipt;
import waxwing.gateway.MutableClock;
import waxwing.gateway.message.MessageStore.Progress;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// How many messages are on their way to one person at a time.
class WaitingTest {
    private static final PhoneNumber BOB = PhoneNumber.ofE164("+12025550102");
    private static final PhoneNumber CAROL = PhoneNumber.ofE164("+12025550103");
    private static final int MOST = Outgoing.MOST_WAITING;
    private static final Duration LIFE = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private Database database;
    private SqlMessageStore store;
    private Messages messages;
    private long cursor;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 2));
        database.migrate("waxwing/gateway/db");
        store = new SqlMessageStore(database);
        messages = new Messages(
                store, new Onward(new Claims<>(), () -> {}, _ -> false, _ -> false), clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatIsTooMuchForOnePersonWaitsHereInOrderAndHoldsUpNobodyElse() {
        List<MessageId> toBob = accepted(BOB, MOST + 3);
        List<MessageId> toCarol = accepted(CAROL, 2);

        assertThat(handOverAll())
                .containsExactlyElementsOf(Stream.concat(toBob.stream().limit(MOST), toCarol.stream())
                        .toList());
        List<MessageId> late = accepted(BOB, 1);
        assertThat(handOverAll()).as("nothing overtakes").isEmpty();

        becomes(MessageStatus.DELIVERED, toBob.get(7));
        assertThat(handOverAll()).containsExactly(toBob.get(MOST));
        becomes(MessageStatus.READ, toBob.get(7));
        assertThat(handOverAll()).as("it was delivered before").isEmpty();
        becomes(MessageStatus.SUPPRESSED, toBob.get(0));
        becomes(MessageStatus.FAILED, toBob.get(1));
        becomes(MessageStatus.READ, toBob.get(2));
        assertThat(handOverAll()).containsExactly(toBob.get(MOST + 1), toBob.get(MOST + 2), late.getFirst());
        assertThat(store.backlog()).isEqualTo(Backlog.NONE);
    }

    @Test
    void expiryAndTakingBackMakeRoom() {
        List<MessageId> first = accepted(BOB, MOST);
        assertThat(handOverAll()).hasSize(MOST);
        clock.advance(LIFE.dividedBy(2));
        List<MessageId> later = accepted(BOB, 4);
        assertThat(handOverAll()).isEmpty();

        assertThat(messages.cancel(later.getFirst())).isInstanceOf(Cancellation.Canceled.class);
        clock.advance(LIFE.dividedBy(2));
        int expired;
        do {
            expired = store.expire(clock.instant());
        } while (expired > 0);

        assertThat(first)
                .allSatisfy(
                        id -> assertThat(store.find(id).orElseThrow().status()).isEqualTo(MessageStatus.EXPIRED));
        assertThat(handOverAll()).containsExactlyElementsOf(later.subList(1, 4));
    }

    @Test
    void whatExpiresWhileItIsHeldIsNeverSentAndHoldsUpNothing() {
        accepted(BOB, MOST);
        assertThat(handOverAll()).hasSize(MOST);
        List<MessageId> held = accepted(BOB, 2);
        assertThat(handOverAll()).isEmpty();
        clock.advance(LIFE.minusMillis(1));
        List<MessageId> fresh = accepted(BOB, MOST);
        assertThat(handOverAll()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(store.expire(clock.instant())).isEqualTo(MOST + 2);

        assertThat(store.find(held.getFirst()).orElseThrow().status()).isEqualTo(MessageStatus.EXPIRED);
        assertThat(handOverAll()).containsExactlyElementsOf(fresh);
    }

    @Test
    void whatWaitsIsKnownAfterARestart() {
        List<MessageId> toBob = accepted(BOB, MOST + 1);
        assertThat(handOverAll()).hasSize(MOST);
        database.close();
        open();

        assertThat(handOverAll()).isEmpty();
        assertThat(accepted(BOB, 1)).hasSize(1);
        assertThat(handOverAll()).isEmpty();
        becomes(MessageStatus.DELIVERED, toBob.getFirst());
        assertThat(handOverAll()).containsExactly(toBob.get(MOST));
    }

    @Test
    void aMessageOfWhichSomethingIsKnownBeforeItIsNotedAsHandedOverWaitsForNothing() {
        List<MessageId> toBob = accepted(BOB, MOST + 1);
        becomes(MessageStatus.DELIVERED, toBob.getFirst());
        assertThat(handOverAll()).containsExactlyElementsOf(toBob.subList(1, MOST + 1));
    }

    @Test
    void whatIsSetFreeForOnePersonLetsNoMoreThroughToAnother() {
        List<MessageId> toBob = accepted(BOB, MOST + 1);
        assertThat(handOverAll()).hasSize(MOST);
        accepted(CAROL, MOST);
        assertThat(handOverAll()).hasSize(MOST);
        accepted(CAROL, 1);
        becomes(MessageStatus.DELIVERED, toBob.getFirst());

        assertThat(handOverAll()).containsExactly(toBob.get(MOST));
        assertThat(store.held()).isOne();
    }

    @Test
    void aMessageThatIsStoredBehindLaterOnesWaitsLikeThem() {
        accepted(BOB, MOST);
        assertThat(handOverAll()).hasSize(MOST);
        MessageId late = accepted(BOB, 1).getFirst();
        // As if it had been given its place before the others, and its transaction had ended after theirs.
        database.inTransaction(handle -> {
            handle.execute("UPDATE outgoing SET position = 0");
            return handle.execute("UPDATE message SET position = 0 WHERE message_id = ?", late.value());
        });

        assertThat(handOverAll()).isEmpty();
        assertThat(store.held()).isOne();
    }

    @Test
    void whatWasHeldAtAWrongTimeGoesOutInItsTurn() {
        List<MessageId> toBob = accepted(BOB, MOST + 2);
        assertThat(handOverAll()).hasSize(MOST);
        // As if a message had ended while another transaction held these two.
        database.inTransaction(handle -> handle.execute(
                "UPDATE message SET position = NULL WHERE message_id = ?",
                toBob.getFirst().value()));
        List<MessageId> late = accepted(BOB, 1);

        assertThat(handOverAll()).containsExactly(toBob.get(MOST));
        database.inTransaction(handle ->
                handle.execute("UPDATE message SET position = NULL WHERE position < (SELECT MIN(position) FROM held)"));
        assertThat(handOverAll()).containsExactly(toBob.get(MOST + 1), late.getFirst());
    }

    /// As the courier does.
    private List<MessageId> handOverAll() {
        List<MessageId> handed = new ArrayList<>();
        List<Outgoing> batch = store.queued(64);
        while (!batch.isEmpty()) {
            List<MessageId> ids = batch.stream().map(Outgoing::id).toList();
            store.handedOver(ids);
            handed.addAll(ids);
            batch = store.queued(64);
        }
        return handed;
    }

    private void becomes(MessageStatus status, MessageId id) {
        cursor++;
        store.follow(List.of(new Progress(id, new TimelineEntry(status, Optional.empty(), clock.instant()))), cursor);
    }

    private List<MessageId> accepted(PhoneNumber to, int messages) {
        return IntStream.range(0, messages).mapToObj(_ -> accepted(to)).toList();
    }

    private MessageId accepted(PhoneNumber to) {
        Body body = Body.newBuilder().setReceipt(Receipt.getDefaultInstance()).build();
        var draft =
                new Draft(Optional.empty(), to, MessageKind.RECEIPT, body, Optional.empty(), LIFE, Optional.empty());
        var accepted = (Acceptance.Accepted) messages.accept(
                new IdempotencyKey(UUID.randomUUID().toString()), RequestHash.ofBytes(new byte[32]), () -> draft);
        return accepted.message().id();
    }
}
