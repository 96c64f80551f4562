package waxwing.client;

import waxwing.client.relay.RelayFailureException;

/// How far a [Client#drain] came.
public sealed interface DrainOutcome {
    /// Everything that waited at the relay is here, and everything that waited here is at the relay or has
    /// failed.
    record Drained() implements DrainOutcome {}

    /// Time was over first; what is left stays where it is, safe.
    record TimedOut() implements DrainOutcome {}

    record RelayUnavailable(RelayFailureException failure) implements DrainOutcome {}
}
