package waxwing.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.content.Samples;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.SendOutcome;
import waxwing.client.messages.StoredMessage;
import waxwing.client.messages.StoredMessage.Progress;
import waxwing.content.v1.Entity;
import waxwing.model.MessageId;

/// A message that is sent a second time under its id.
class SecondCallTest {
    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    private final End bakery = End.business("Bakery", relay);
    private final End bob = End.person("bob", relay).offline();

    @AfterEach
    void close() {
        bakery.close();
        bob.close();
    }

    private QueuedMessage sends(MessageId id, int revision) {
        return bakery.client()
                .send(
                        id,
                        new Recipient.ByNumber(bob.number()),
                        new MessageBody.ReceiptCard(Samples.receipt()
                                .setEntity(Entity.newBuilder().setId("order-1").setRevision(revision))
                                .build()));
    }

    @Test
    void changesNothingAndTellsHowFarTheFirstIs() throws InterruptedException {
        MessageId id = bakery.client().newMessageId();
        QueuedMessage first = sends(id, 1);
        MessageBody said = bakery.client().history().sent(id).orElseThrow().body();

        QueuedMessage second = sends(id, 2);

        assertThat(second.to()).isEqualTo(first.to());
        assertThat(second.state()).isEqualTo(MessageState.QUEUED);
        assertThat(bakery.client().backlog().messages()).isOne();
        assertThat(bakery.client().history().cards(bakery.contact(bob)))
                .extracting(StoredMessage::body)
                .containsExactly(said);
        bakery.online();
        assertThat(bakery.client().await(id, MessageState.ACCEPTED, End.SOON)).isInstanceOf(SendOutcome.Reached.class);
        assertThat(sends(id, 3).state()).isEqualTo(MessageState.ACCEPTED);
        assertThat(bakery.client().drain(End.SOON)).isInstanceOf(DrainOutcome.Drained.class);
        assertThat(bakery.client().history().timeline(id))
                .extracting(Progress::state)
                .containsExactly(MessageState.QUEUED, MessageState.ACCEPTED);
    }
}
