package waxwing.client.people;

/// What came of a change to what may reach the person.
public sealed interface ControlsOutcome {
    /// It holds for the next send.
    record Changed() implements ControlsOutcome {}

    /// The number or account isn't registered, or isn't a business where only a business makes sense.
    record NoSuchAccount() implements ControlsOutcome {}

    /// One can't block oneself.
    record OwnAccount() implements ControlsOutcome {}

    /// The relay was asked too often.
    record RateLimited(java.time.Duration retryAfter) implements ControlsOutcome {}
}
