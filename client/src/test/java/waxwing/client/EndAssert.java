package waxwing.client;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.StateReason;
import waxwing.client.messages.StoredMessage;
import waxwing.client.messages.StoredMessage.Direction;
import waxwing.model.MessageId;

/// What an end shows its person: `assertThat(bob).received("hi").from(alice).once()`.
final class EndAssert extends AbstractAssert<EndAssert, End> {
    private static final int EVERYTHING = 10_000;

    private EndAssert(End actual) {
        super(actual, EndAssert.class);
    }

    static EndAssert assertThat(End end) {
        return new EndAssert(end);
    }

    ReceivedText received(String text) {
        return new ReceivedText(text);
    }

    /// Everything received from an end so far, oldest first.
    EndAssert receivedInOrder(End from, List<String> texts) {
        await(actual + " receives " + texts.size() + " messages")
                .atMost(End.SOON)
                .untilAsserted(() -> Assertions.assertThat(textsFrom(from)).containsExactlyElementsOf(texts));
        return this;
    }

    EndAssert receivedNothingFrom(End from) {
        Assertions.assertThat(textsFrom(from))
                .as("what %s got from %s", actual, from)
                .isEmpty();
        return this;
    }

    EndAssert sees(QueuedMessage message, MessageState state) {
        await(actual + " sees " + state)
                .atMost(End.SOON)
                .untilAsserted(() -> Assertions.assertThat(sent(message.id()).map(StoredMessage::state))
                        .contains(state));
        return this;
    }

    EndAssert sees(QueuedMessage message, MessageState state, StateReason reason) {
        sees(message, state);
        Assertions.assertThat(sent(message.id()).flatMap(sent -> sent.progress().reason()))
                .contains(reason);
        return this;
    }

    EndAssert sawIdentityChangeOf(End other) {
        await(actual + " sees that " + other + " changed")
                .atMost(End.SOON)
                .untilAsserted(() -> Assertions.assertThat(
                                actual.client().events().after(0, EVERYTHING))
                        .anySatisfy(event -> Assertions.assertThat(event)
                                .isInstanceOfSatisfying(
                                        Event.IdentityChanged.class,
                                        changed -> Assertions.assertThat(
                                                        changed.contact().number())
                                                .contains(other.number()))));
        return this;
    }

    EndAssert hasEventOf(MessageId message) {
        await(actual + " has an event of a message")
                .atMost(End.SOON)
                .untilAsserted(() -> Assertions.assertThat(eventsOf(message)).isEqualTo(1));
        return this;
    }

    EndAssert hasNoEventOf(MessageId message) {
        Assertions.assertThat(eventsOf(message)).as("events of a message").isZero();
        return this;
    }

    private long eventsOf(MessageId id) {
        return actual.client().events().after(0, EVERYTHING).stream()
                .filter(event -> event instanceof Event.BusinessMessageReceived(var _, var _, var message, var _)
                        && message.id().equals(id))
                .count();
    }

    private Optional<StoredMessage> sent(MessageId id) {
        return actual.client().history().sent(id);
    }

    private List<String> textsFrom(End from) {
        return actual.client().contacts().byNumber(from.number()).stream()
                .flatMap(contact -> actual.client().history().with(contact, EVERYTHING).stream())
                .filter(message -> message.direction() == Direction.RECEIVED)
                .map(StoredMessage::body)
                .map(body -> body instanceof MessageBody.Text(String text, var _)
                        ? text
                        : body.kind().name())
                .toList();
    }

    /// A text, and then who from and how often.
    final class ReceivedText {
        private final String text;

        private ReceivedText(String text) {
            this.text = text;
        }

        Often from(End sender) {
            await(actual + " receives from " + sender)
                    .atMost(End.SOON)
                    .untilAsserted(
                            () -> Assertions.assertThat(textsFrom(sender)).contains(text));
            return new Often(sender);
        }

        /// How often.
        final class Often {
            private final End sender;

            private Often(End sender) {
                this.sender = sender;
            }

            EndAssert once() {
                Assertions.assertThat(textsFrom(sender)).containsOnlyOnce(text);
                long events = actual.client().events().after(0, EVERYTHING).stream()
                        .filter(event -> event instanceof Event.MessageReceived(var _, var _, StoredMessage message)
                                && message.with().number().equals(Optional.of(sender.number()))
                                && message.body().equals(MessageBody.text(text)))
                        .count();
                Assertions.assertThat(events).as("events of it").isEqualTo(1);
                return EndAssert.this;
            }
        }
    }
}
