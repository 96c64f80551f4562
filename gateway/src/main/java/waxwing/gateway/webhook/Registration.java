package waxwing.gateway.webhook;

/// What became of a wish to register an endpoint or to change one.
public sealed interface Registration {
    /// The endpoint is there. Its secret can't be seen again.
    record Registered(WebhookEndpoint endpoint, WebhookSecret secret) implements Registration {}

    /// The endpoint is as was wished.
    record Changed(WebhookEndpoint endpoint) implements Registration {}

    record NotFound() implements Registration {}

    /// The URL's host has an address that the gateway does not post to.
    ///
    /// @param why for example `a loopback address`
    record AddressRefused(String why) implements Registration {}

    /// The URL's host has no address.
    record HostUnknown() implements Registration {}

    /// There are as many as there may be.
    record TooMany(int most) implements Registration {}
}
