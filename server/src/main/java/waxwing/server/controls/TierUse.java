package waxwing.server.controls;

/// How a message stands to what the operator lets its business send in a day.
public enum TierUse {
    WITHIN,
    EXCEEDED
}
