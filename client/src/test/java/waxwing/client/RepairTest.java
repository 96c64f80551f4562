package waxwing.client;

import static waxwing.client.EndAssert.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.content.Samples;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;

class RepairTest {
    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    private final End alice = End.person("alice", relay).online();
    private final End bob = End.person("bob", relay).online();

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    private static void losesSessionWith(End end, End other) {
        DeviceAddress address = new DeviceAddress(other.client().account().id(), DeviceId.PRIMARY);
        end.profile().database().inTransaction(_ -> {
            end.profile().sessions().forget(address);
            return address;
        });
    }

    private void talked() {
        alice.says("hi", bob);
        assertThat(bob).received("hi").from(alice).once();
        QueuedMessage hello = bob.says("hello", alice);
        assertThat(alice).received("hello").from(bob).once();
        assertThat(bob).sees(hello, MessageState.DELIVERED);
    }

    @Test
    void aSessionThatTheReaderLostIsRepairedAndTheMessageShownOnce() {
        talked();

        losesSessionWith(bob, alice);
        QueuedMessage lost = alice.says("still there?", bob);

        assertThat(bob).received("still there?").from(alice).once();
        assertThat(alice).sees(lost, MessageState.DELIVERED);
    }

    @Test
    void aSessionThatTheSenderLostIsOpenedAfresh() {
        talked();

        losesSessionWith(alice, bob);
        QueuedMessage afresh = alice.says("still there?", bob);

        assertThat(bob).received("still there?").from(alice).once();
        assertThat(alice).sees(afresh, MessageState.DELIVERED);
    }

    @Test
    void aReceiptForALostSessionIsRepairedToo() {
        talked();

        QueuedMessage hi = bob.says("you?", alice);
        losesSessionWith(bob, alice);

        assertThat(alice).received("you?").from(bob).once();
        assertThat(bob).sees(hi, MessageState.DELIVERED);
    }

    @Test
    void aBusinesssSessionIsRepairedAndItsCardShownOnce() {
        try (End bakery = End.business("Bakery", relay).online()) {
            MessageBody receipt = new MessageBody.ReceiptCard(Samples.receipt().build());
            MessageBody delivery = new MessageBody.DeliveryCard(
                    Samples.delivery().clearTrackingUrl().build());
            assertThat(bakery).sees(bakery.sends(receipt, bob), MessageState.DELIVERED);

            losesSessionWith(bob, bakery);
            QueuedMessage lost = bakery.sends(delivery, bob);

            assertThat(bakery).sees(lost, MessageState.DELIVERED);
            assertThat(bob).hasEventOf(lost.id());
        }
    }
}
