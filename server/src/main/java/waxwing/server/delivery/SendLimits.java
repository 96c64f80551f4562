package waxwing.server.delivery;

import java.time.Duration;
import java.util.Optional;
import waxwing.server.account.Caller;

/// How often a device may send.
@FunctionalInterface
public interface SendLimits {
    /// Counts one submit.
    ///
    /// @return how long to wait if it is one too many
    Optional<Duration> excess(Caller sender);
}
