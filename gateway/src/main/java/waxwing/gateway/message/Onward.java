package waxwing.gateway.message;

import java.util.function.Predicate;
import waxwing.model.MessageId;

/// The way of an accepted message to the transport and, as long as that can be done, back.
///
/// @param moving the messages that are handed over or taken back at this moment
/// @param wake is called after something was queued
/// @param has whether the transport has a message, though the gateway may not have noted it yet
/// @param withdraw takes back from the transport what the relay has not been given; says whether it could
public record Onward(
        Claims<MessageId> moving, Runnable wake, Predicate<MessageId> has, Predicate<MessageId> withdraw) {}
