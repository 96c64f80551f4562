package waxwing.client.report;

import java.time.Duration;

/// What came of a report.
public sealed interface ReportOutcome {
    record Counted() implements ReportOutcome {}

    /// This message was reported before, and as much of it was shown.
    record AlreadyReported() implements ReportOutcome {}

    /// It was received more than 60 days ago, or before this end kept what a report needs.
    record NoEvidence() implements ReportOutcome {}

    /// A label proof about a person's message, which has none.
    record NoLabel() implements ReportOutcome {}

    /// The message is an own one.
    record OwnMessage() implements ReportOutcome {}

    /// The relay doesn't recognise the message as one that it delivered here: it was registered anew, or
    /// its keys were lost.
    record NotRecognised() implements ReportOutcome {}

    /// The relay was asked too often.
    record RateLimited(Duration retryAfter) implements ReportOutcome {}
}
