package waxwing.gateway.message;

import java.time.Instant;
import java.util.Optional;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;

/// What a person wrote to the business.
///
/// @param from as the relay certified it
/// @param at when the relay received it, by its clock
/// @param replyTo the message that it answers
public record Incoming(MessageId id, PhoneNumber from, Instant at, String text, Optional<MessageId> replyTo)
        implements MessageStore.News {

    @Override
    public String toString() {
        return "Incoming[" + id + "]";
    }
}
