package waxwing.gateway.message;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import waxwing.gateway.suppression.Suppression.Reach;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// Is told what becomes of messages, within the transaction that stores it: what it writes is durable
/// together with that or not at all.
public interface MessageNews {
    /// Comes first: with whom all that this transaction tells of has to do, so that what is kept of them is locked in
    /// one order and before any message is. Left out are those of whom it was told before.
    void about(Collection<PhoneNumber> people);

    /// A message made a step.
    ///
    /// @param sequence of the step in the message's timeline, from 1
    void stepped(Subject message, int sequence, TimelineEntry entry);

    /// A person wrote to the business.
    void received(Incoming message);

    /// A person asked for something.
    void asked(Asked asked);

    /// A person told the relay to stop offers of the business's, or all.
    void optedOut(PhoneNumber person, Reach reach, Instant at);

    /// What they had stopped reached them again.
    void optedIn(PhoneNumber person, Reach reach, Instant at);

    /// A kind did not get through to a person any more, because of what they chose.
    void refused(PhoneNumber person, MessageKind kind, Instant at);

    /// A kind that had been refused got through to them again.
    void letThrough(PhoneNumber person, MessageKind kind, Instant at);

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
            public void about(Collection<PhoneNumber> people) {}

            @Override
            public void stepped(Subject message, int sequence, TimelineEntry entry) {}

            @Override
            public void received(Incoming message) {}

            @Override
            public void asked(Asked asked) {}

            @Override
            public void optedOut(PhoneNumber person, Reach reach, Instant at) {}

            @Override
            public void optedIn(PhoneNumber person, Reach reach, Instant at) {}

            @Override
            public void refused(PhoneNumber person, MessageKind kind, Instant at) {}

            @Override
            public void letThrough(PhoneNumber person, MessageKind kind, Instant at) {}
        };
    }
}
