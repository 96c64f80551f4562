package waxwing.server.business;

/// Whether the operator lets a business send.
public enum Standing {
    /// Waits for approval.
    PENDING,
    VERIFIED,
    SUSPENDED
}
