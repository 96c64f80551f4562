package waxwing.gateway.webhook.guard;

/// Which receivers a gateway posts to.
public enum Receivers {
    /// Those with public addresses, over https.
    PUBLIC,
    /// Those, and the gateway's own machine, over http too: for development.
    PUBLIC_AND_LOOPBACK,
    /// Only the gateway's own machine, over http or https.
    LOOPBACK
}
