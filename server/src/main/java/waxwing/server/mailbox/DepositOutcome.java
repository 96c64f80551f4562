package waxwing.server.mailbox;

import java.time.Duration;
import waxwing.store.StorageFailure;

/// What became of a deposit.
public sealed interface DepositOutcome {
    /// Durable, or acknowledged by the devices already.
    ///
    /// @param atMillis of the first deposit with this submit key
    record Accepted(long atMillis) implements DepositOutcome {}

    /// A device's mailbox is full; nothing was stored.
    record Full() implements DepositOutcome {}

    /// More deposits wait to be written than the relay takes on; nothing was stored.
    record Busy(Duration retryAfter) implements DepositOutcome {}

    /// The storage failed; nothing may be acknowledged.
    record Failed(StorageFailure failure) implements DepositOutcome {}
}
