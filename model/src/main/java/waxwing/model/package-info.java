/// The values that every part of Waxwing speaks in: who ([PhoneNumber], [AccountId], [DeviceId]), what
/// ([MessageId], [MessageKind], [Money]) and where ([RelayLink]).
///
/// Each is parsed once, at the edge, by its `parse`; from then on its type is the proof that it is well formed.
/// What was wrong with a text is told by [MalformedValueException] in words that can be shown to a person.
/// Personal data redacts itself in `toString`, so that a log line can't leak it.
@NullMarked
package waxwing.model;

import org.jspecify.annotations.NullMarked;
