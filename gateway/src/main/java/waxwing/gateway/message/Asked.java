package waxwing.gateway.message;

import java.time.Instant;
import waxwing.content.v1.Action;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;

/// What a person asked for on a card of the business's, for example to cancel a reservation.
///
/// @param from as the relay certified it
/// @param at when the relay received it, by its clock
/// @param action one that the card offers: the transport has looked at both
public record Asked(MessageId id, PhoneNumber from, Instant at, Action action) implements MessageStore.News {
    @Override
    public String toString() {
        return "Asked[" + id + ", " + action.getType() + "]";
    }
}
