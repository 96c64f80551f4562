package waxwing.gateway.message;

import java.util.Map;
import java.util.OptionalLong;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// What was sent to each person, and what it came to. Each method is one transaction.
public interface Correspondence {
    /// The last message to each person, newest first.
    ///
    /// @param before only those that were accepted before the one with this number
    MessagePage lastToEach(OptionalLong before, int limit);

    /// Of each kind that was sent to somebody, the last that is known to have been delivered or suppressed.
    Map<MessageKind, TimelineEntry> outcomes(PhoneNumber to);

    /// What was sent to somebody, newest first.
    MessagePage with(PhoneNumber to, OptionalLong before, int limit);
}
