package waxwing.gateway.message;

import java.time.Instant;
import java.util.Optional;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// Is told what becomes of messages, within the transaction that stores it: what it writes is durable
/// together with that or not at all.
public interface MessageNews {
    /// A message made a step.
    ///
    /// @param sequence of the step in the message's timeline, from 1
    void stepped(Subject message, int sequence, TimelineEntry entry);

    /// A person wrote to the business.
    void received(Incoming message);

    /// A person asked for something.
    void asked(Asked asked);

    /// The message that a step is told of.
    ///
    /// @param accepted when the gateway accepted it
    record Subject(MessageId id, PhoneNumber to, MessageKind kind, Optional<String> clientReference, Instant accepted) {
        @Override
        public String toString() {
            return "Subject[" + id + ", " + kind + "]";
        }
    }

    /// Somebody who does not care.
    static MessageNews ignored() {
        return new MessageNews() {
            @Override
            public void stepped(Subject message, int sequence, TimelineEntry entry) {}

            @Override
            public void received(Incoming message) {}

            @Override
            public void asked(Asked asked) {}
        };
    }
}
