package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Mailboxes that are full, and deposits that must not notice.
class FullMailboxTest extends MailboxFixture {
    @Test
    void aFullMailboxRefusesAndHasRoomAgainAfterAnAcknowledgement() {
        fill(PHONE);
        Sent refused = deposit("one too many");
        await().until(() -> refused.outcomes().equals(List.of(new DepositOutcome.Full())));
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.texts().size() == 256);
        phone.acknowledge(phone.sequences().subList(0, 1));
        await().until(deposit("fits again")::isAccepted);
    }

    @Test
    void aDepositIsAcceptedByAllDevicesOrByNone() {
        fill(LAPTOP);
        Sent refused = deposit(submit(), "for both", PHONE, LAPTOP);
        await().until(() -> refused.outcomes().equals(List.of(new DepositOutcome.Full())));
        assertThat(store.read(PHONE, 0, 10)).isEmpty();
    }

    @Test
    void aWithheldDepositIsAcceptedRecordedAndStoredNowhere() {
        for (Deposit.Disposition how : List.of(Deposit.Disposition.DROP, Deposit.Disposition.DROP_IF_ROOM)) {
            SubmitKey submit = submit();
            Sent sent = new Sent();
            Deposit.Addressed entry = new Deposit.Addressed(PHONE, Mail.message("unwanted"));
            mailbox.deposit(new Deposit(submit, start, how, List.of(entry)), sent::add);
            await().until(sent::isAccepted);
            assertThat(store.read(PHONE, 0, 10)).isEmpty();
            assertThat(store.acceptedAt(submit)).hasValue(start);
        }
    }

    @Test
    void aFullMailboxIsHiddenFromWhoMustNotNotice() {
        fill(PHONE);
        Sent sent = new Sent();
        Deposit.Addressed entry = new Deposit.Addressed(PHONE, Mail.message("no room"));
        mailbox.deposit(new Deposit(submit(), start, Deposit.Disposition.STORE_IF_ROOM, List.of(entry)), sent::add);
        await().until(sent::isAccepted);
        assertThat(store.usage(PHONE).entries()).isEqualTo(LIMITS.entries());
    }

    @Test
    void whatIsDroppedUnnoticedWritesAsManyBytesAsWhatIsStoredAndLeavesNone() {
        List<Change> stored = written(Deposit.Disposition.STORE_IF_ROOM, LAPTOP);
        List<Change> dropped = written(Deposit.Disposition.DROP, LAPTOP);
        fill(PHONE);
        List<Change> full = written(Deposit.Disposition.STORE_IF_ROOM, PHONE);

        assertThat(bytes(stored)).isEqualTo(Mail.message("as it was sent").size());
        assertThat(List.of(bytes(dropped), bytes(full))).containsOnly(bytes(stored));
        assertThat(List.of(dropped, full))
                .allSatisfy(batch -> assertThat(batch)
                        .filteredOn(Change.Put.class::isInstance)
                        .map(Change.Put.class::cast)
                        .allSatisfy(put -> {
                            assertThat(put.queue()).isEqualTo(QueueId.NOBODYS);
                            assertThat(batch).contains(new Change.Remove(put.queue(), put.sequence()));
                            assertThat(EntryCodec.encode(put.entry()))
                                    .asString(StandardCharsets.ISO_8859_1)
                                    .doesNotContain("sent");
                        }));
        assertThat(store.read(QueueId.NOBODYS, 0, 10)).isEmpty();
    }

    private List<Change> written(Deposit.Disposition how, QueueId queue) {
        int before = store.commits().size();
        Sent sent = new Sent();
        Deposit.Addressed entry = new Deposit.Addressed(queue, Mail.message("as it was sent"));
        mailbox.deposit(new Deposit(submit(), start, how, List.of(entry)), sent::add);
        await().until(sent::isAccepted);
        return store.commits().stream().skip(before).flatMap(List::stream).toList();
    }

    private static int bytes(List<Change> changes) {
        return changes.stream()
                .mapToInt(
                        change -> change instanceof Change.Put put ? put.entry().size() : 0)
                .sum();
    }
}
