package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import waxwing.store.StorageFailure;

/// What a connected device is sent, and when.
class MailboxStreamTest extends MailboxFixture {
    @Test
    void whatWaitsIsDeliveredInOrderAndThenTheQueueIsEmpty() {
        deposit("one");
        deposit("two");
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.texts().equals(List.of("one", "two")));
        assertThat(phone.empties()).isZero();
        phone.acknowledgeAll();
        await().until(() -> phone.empties() == 1);
        assertThat(store.read(PHONE, 0, 10)).isEmpty();
    }

    @Test
    void theQueueIsEmptyOnlyOnceAllFromBeforeTheDrainIsAcknowledged() {
        deposit("old");
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.texts().size() == 1);
        deposit("new");
        await().until(() -> phone.texts().size() == 2);
        phone.acknowledge(List.of(phone.sequences().get(1)));
        assertThat(phone.empties()).isZero();
        phone.acknowledge(List.of(phone.sequences().get(0)));
        await().until(() -> phone.empties() == 1);
    }

    @Test
    void anEmptyQueueIsToldAtOnce() {
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.empties() == 1);
        assertThat(phone.texts()).isEmpty();
    }

    @Test
    void atMost256AreUnacknowledged() {
        IntStream.range(0, 300).forEach(i -> deposit("m" + i));
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.texts().size() == MailboxStream.WINDOW);
        phone.acknowledge(phone.sequences().subList(0, 10));
        await().until(() -> phone.texts().size() == MailboxStream.WINDOW + 10);
    }

    @Test
    void aSlowDeviceGetsEverythingInOrderInTheEnd() {
        Device phone = caughtUp(PHONE);
        phone.pause();
        List<String> sent = IntStream.range(0, 900).mapToObj(i -> "m" + i).toList();
        sent.forEach(this::deposit);
        phone.goOn();
        await().until(() -> {
            phone.acknowledgeAll();
            return phone.texts().size() >= sent.size();
        });
        assertThat(phone.texts()).isEqualTo(sent);
    }

    @Test
    void aSecondStreamEndsTheFirstAndGetsWhatWasNotAcknowledged() {
        Device first = caughtUp(PHONE);
        deposit("unread");
        await().until(() -> first.texts().size() == 1);
        Device second = Device.connect(mailbox, PHONE);
        assertThat(first.ended()).hasValue(StreamEnd.TAKEN_OVER);
        await().until(() -> second.texts().equals(List.of("unread")));
        assertThat(second.sequences()).isEqualTo(first.sequences());
    }

    @Test
    void whatWasAcknowledgedOnTheFirstStreamDoesNotComeOnTheSecond() {
        deposit("read");
        deposit("unread");
        Device first = Device.connect(mailbox, PHONE);
        await().until(() -> first.texts().size() == 2);
        store.hold();
        first.acknowledge(first.sequences().subList(0, 1));
        Device second = Device.connect(mailbox, PHONE);
        await().until(() -> second.texts().size() == 1);
        store.letThrough();
        assertThat(second.texts()).containsExactly("unread");
    }

    @Test
    void aQueueThatCannotBeReadEndsItsStreamWhateverTheFailure() {
        for (RuntimeException failure :
                List.of(new StorageFailure("the disk"), new IllegalStateException("an entry of a form unknown"))) {
            store.failReadsWith(failure);
            Device phone = Device.connect(mailbox, PHONE);
            await().until(() -> phone.ended().equals(Optional.of(StreamEnd.STORAGE_FAILED)));
        }
    }
}
