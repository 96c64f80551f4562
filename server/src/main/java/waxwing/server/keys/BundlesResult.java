package waxwing.server.keys;

import java.time.Duration;
import waxwing.relay.v1.AccountBundles;

/// What became of a wish for bundles.
public sealed interface BundlesResult {
    /// One bundle for each device; their one-time keys are spent.
    record Taken(AccountBundles bundles) implements BundlesResult {}

    /// Told to persons only.
    record NoSuchAccount() implements BundlesResult {}

    record RateLimited(Duration retryAfter) implements BundlesResult {}
}
