package waxwing.gateway.webhook.guard;

/// Whether something may be posted to a URL at this moment.
public sealed interface Clearance {
    /// It may, to this address.
    record Cleared(Target target) implements Clearance {}

    /// One of its host's addresses is none that the gateway posts to.
    ///
    /// @param why for example `a loopback address`
    record Refused(String why) implements Clearance {}

    /// Its host's addresses could not be found, or not in time.
    record Unresolved() implements Clearance {}
}
