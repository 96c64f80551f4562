package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;

/// What every [MailboxStore] does.
abstract class MailboxStoreContract {
    static final QueueId QUEUE = new QueueId(5);
    static final QueueId NEXT_QUEUE = new QueueId(6);
    private static final long ONE_DAY = 86_400_000;

    private MailboxStore store;

    abstract MailboxStore open() throws Exception;

    /// Closes the store and opens it on the same files; for stores without files, the same.
    MailboxStore reopen(MailboxStore open) throws Exception {
        open.close();
        return open();
    }

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void entriesComeBackInOrderAndWhole() {
        Entry message = Mail.message("hello", 1_234);
        Entry status = Mail.status(77);
        put(QUEUE, 3, Mail.message("third"));
        put(QUEUE, 1, message);
        put(QUEUE, 2, status);
        assertThat(store.read(QUEUE, 0, 10))
                .extracting(SequencedEntry::sequence)
                .containsExactly(1L, 2L, 3L);
        assertThat(store.read(QUEUE, 0, 10).get(0).entry()).isEqualTo(message);
        assertThat(store.read(QUEUE, 0, 10).get(1).entry()).isEqualTo(status);
    }

    @Test
    void readingGoesOnAfterASequenceAndStopsAtItsMaximum() {
        IntStream.rangeClosed(1, 10).forEach(i -> put(QUEUE, i, Mail.message("m" + i)));
        assertThat(store.read(QUEUE, 4, 3)).extracting(Mail::text).containsExactly("m5", "m6", "m7");
        assertThat(store.read(QUEUE, 9, 3)).extracting(Mail::text).containsExactly("m10");
        assertThat(store.read(QUEUE, 10, 3)).isEmpty();
    }

    @Test
    void heldMessagesComeBackWholeAndTheirQueuesAreFound() throws Exception {
        Entry held = new Entry(
                new EntryContent.Held(
                        (EntryContent.Message) Mail.message("held").content(),
                        new AccountId(new UUID(1, 2)),
                        new AccountId(new UUID(3, 4)),
                        MessageKind.CONVERSATION,
                        4_711),
                1_234);
        put(QUEUE, 1, Mail.message("on its way"));
        put(QUEUE.held(), 2, held);
        put(NEXT_QUEUE.held(), 3, held);
        put(NEXT_QUEUE.held(), 4, held);
        put(new QueueId(7).held(), 5, held);
        store.apply(List.of(new Change.Remove(new QueueId(7).held(), 5)));
        store = reopen(store);
        assertThat(store.heldQueues()).containsExactlyInAnyOrder(QUEUE.held(), NEXT_QUEUE.held());
        assertThat(store.read(QUEUE.held(), 0, 10)).containsExactly(new SequencedEntry(2, held));
        assertThat(store.usage(NEXT_QUEUE.held())).isEqualTo(new QueueUsage(2, 2L * held.size()));
        assertThat(store.read(QUEUE, 0, 10)).extracting(Mail::text).containsExactly("on its way");
    }

    @Test
    void aHeldMessageGoesOnInOneStep() {
        Entry message = Mail.message("goes on");
        Entry held = new Entry(
                new EntryContent.Held(
                        (EntryContent.Message) message.content(),
                        new AccountId(new UUID(1, 2)),
                        new AccountId(new UUID(3, 4)),
                        MessageKind.RECEIPT,
                        1),
                message.expiresAtMillis());
        put(QUEUE.held(), 1, held);
        store.apply(List.of(new Change.Put(QUEUE, 2, message), new Change.Remove(QUEUE.held(), 1)));
        assertThat(store.heldQueues()).isEmpty();
        assertThat(store.read(QUEUE, 0, 10)).containsExactly(new SequencedEntry(2, message));
    }

    @Test
    void queuesDoNotSeeEachOther() {
        put(QUEUE, 1, Mail.message("mine"));
        put(NEXT_QUEUE, 2, Mail.message("theirs"));
        store.apply(List.of(new Change.Wipe(NEXT_QUEUE)));
        assertThat(store.read(QUEUE, 0, 10)).extracting(Mail::text).containsExactly("mine");
        assertThat(store.read(NEXT_QUEUE, 0, 10)).isEmpty();
    }

    @Test
    void aRemovedEntryIsGoneAndRemovingItAgainIsHarmless() {
        put(QUEUE, 1, Mail.message("one"));
        put(QUEUE, 2, Mail.message("two"));
        store.apply(List.of(new Change.Remove(QUEUE, 1)));
        store.apply(List.of(new Change.Remove(QUEUE, 1), new Change.Remove(QUEUE, 17)));
        assertThat(store.read(QUEUE, 0, 10)).extracting(Mail::text).containsExactly("two");
    }

    @Test
    void anEntryThatIsPutAndRemovedInOneStepIsGone() {
        store.apply(List.of(new Change.Put(QUEUE, 1, Mail.message("brief")), new Change.Remove(QUEUE, 1)));
        assertThat(store.read(QUEUE, 0, 10)).isEmpty();
    }

    @Test
    void aWipeTakesWhatWasPutInTheSameStepToo() {
        put(QUEUE, 1, Mail.message("before"));
        store.apply(List.of(new Change.Put(QUEUE, 2, Mail.message("with it")), new Change.Wipe(QUEUE)));
        assertThat(store.read(QUEUE, 0, 10)).isEmpty();
        assertThat(store.usage(QUEUE)).isEqualTo(new QueueUsage(0, 0));
    }

    @Test
    void usageCountsEntriesAndTheirBytes() {
        Entry entry = Mail.message("some text");
        put(QUEUE, 1, entry);
        put(QUEUE, 2, entry);
        put(NEXT_QUEUE, 3, entry);
        assertThat(store.usage(QUEUE)).isEqualTo(new QueueUsage(2, 2L * entry.size()));
        assertThat(store.usage(new QueueId(4_000))).isEqualTo(new QueueUsage(0, 0));
    }

    @Test
    void anAcceptedSubmitIsRememberedUntilItIsForgotten() {
        SubmitKey old = Mail.submit(1_000, 1);
        SubmitKey young = Mail.submit(ONE_DAY, 2);
        store.apply(List.of(new Change.Accepted(old, 1_111), new Change.Accepted(young, 2_222)));
        assertThat(store.acceptedAt(old)).hasValue(1_111);
        assertThat(store.acceptedAt(Mail.submit(1_000, 3))).isEmpty();
        store.apply(List.of(new Change.ForgetSubmits(ONE_DAY)));
        assertThat(store.acceptedAt(old)).isEmpty();
        assertThat(store.acceptedAt(young)).hasValue(2_222);
    }

    @Test
    void theYoungestSubmitOfASenderIsKnownWhateverOthersSubmit() {
        assertThat(store.newestSubmit(Mail.SENDER)).isEmpty();
        store.apply(List.of(
                new Change.Accepted(Mail.submit(1_000, 1), 1_111),
                new Change.Accepted(Mail.submit(ONE_DAY, 2), 2_222),
                new Change.Accepted(Mail.submitOf(new QueueId(98), 3 * ONE_DAY), 3_333),
                new Change.Accepted(Mail.submitOf(new QueueId(100), 2 * ONE_DAY), 4_444)));
        assertThat(store.newestSubmit(Mail.SENDER)).hasValue(ONE_DAY);
        assertThat(store.newestSubmit(new QueueId(100))).hasValue(2 * ONE_DAY);
        assertThat(store.newestSubmit(new QueueId(101))).isEmpty();
    }

    @Test
    void acceptingASubmitAgainIsHarmless() {
        store.apply(List.of(new Change.Accepted(Mail.submit(1_000, 1), 1_111)));
        store.apply(List.of(new Change.Accepted(Mail.submit(1_000, 1), 1_111)));
        assertThat(store.acceptedAt(Mail.submit(1_000, 1))).hasValue(1_111);
    }

    @Test
    void theHighestReservedSequenceIsRemembered() {
        assertThat(store.reserved()).isZero();
        store.apply(List.of(new Change.Reserve(1_000)));
        store.apply(List.of(new Change.Reserve(2_000)));
        assertThat(store.reserved()).isEqualTo(2_000);
    }

    @Test
    void entriesAreFoundFromTheMomentThatTheyExpire() {
        put(QUEUE, 1, Mail.message("early", 100));
        put(QUEUE, 2, Mail.message("late", 200));
        assertThat(store.expired(99, 10)).isEmpty();
        assertThat(store.expired(100, 10)).extracting(ExpiredEntry::sequence).containsExactly(1L);
        assertThat(store.expired(200, 1)).hasSize(1);
        assertThat(store.expired(200, 10)).hasSize(2);
    }

    @Test
    void everythingIsThereAfterReopening() throws Exception {
        put(QUEUE, 1, Mail.message("kept"));
        store.apply(List.of(new Change.Accepted(Mail.submit(1_000, 1), 1_111), new Change.Reserve(4_096)));
        store = reopen(store);
        assertThat(store.read(QUEUE, 0, 10)).extracting(Mail::text).containsExactly("kept");
        assertThat(store.acceptedAt(Mail.submit(1_000, 1))).hasValue(1_111);
        assertThat(store.reserved()).isEqualTo(4_096);
    }

    private void put(QueueId queue, long sequence, Entry entry) {
        store.apply(List.of(new Change.Put(queue, sequence, entry)));
    }
}
