package waxwing.server.controls;

import java.util.OptionalLong;
import waxwing.relay.v1.Failed;
import waxwing.relay.v1.Suppressed;

/// What becomes of a message at its recipient. Whichever it is, the sender's answer is `accepted`.
public sealed interface Verdict {
    record Deliver() implements Verdict {}

    /// Kept at the relay, in order, until the recipient's own setting lets it through.
    ///
    /// @param untilMillis when it may go on without the person's doing, in Unix milliseconds; empty while they are
    ///     asked
    record Hold(Why why, OptionalLong untilMillis) implements Verdict {}

    /// What a message is held for.
    enum Why {
        /// The person's answer.
        ASK,
        QUIET_HOURS,
        /// Others of the same business that were held and may go on now.
        ORDER
    }

    /// Silently dropped: the recipient blocks the sender, or does not exist and must not be told from one who
    /// does.
    record Withhold() implements Verdict {}

    /// Not stored for the recipient; the business gets a status that says why.
    record Suppress(Suppressed.Code code) implements Verdict {}

    /// Not delivered because of the business itself, which gets a status that says so.
    record Fail(Failed.Code code) implements Verdict {}
}
