package waxwing.client.people;

import java.time.Instant;
import waxwing.model.MessageKind;

/// Messages of one kind of one business that the relay holds until the person answers: allows the kind, or
/// stops it.
///
/// @param messages how many, at least one
public record HeldRequest(Contact business, MessageKind kind, int messages, Instant oldest, Instant newest) {}
