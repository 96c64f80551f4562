package waxwing.client.messages;

import java.time.Instant;
import waxwing.client.people.Contact;
import waxwing.model.MessageId;

/// A message that is durable in this profile and will be sent.
///
/// @param state QUEUED, or how far it is if the same id was sent before
public record QueuedMessage(MessageId id, Contact to, MessageState state, Instant at) {}
