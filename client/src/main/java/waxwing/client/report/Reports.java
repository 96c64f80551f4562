package waxwing.client.report;

import waxwing.client.messages.StoredMessage;

/// Reporting messages that this end received. The sender is never told who reported.
public interface Reports {
    /// Asks the relay to count a report, and shows it as much as the person chose.
    ///
    /// @throws waxwing.client.relay.RelayFailureException if the relay can't be asked
    ReportOutcome report(StoredMessage message, Proof proof);
}
