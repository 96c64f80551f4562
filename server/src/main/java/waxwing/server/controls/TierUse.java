package waxwing.server.controls;

/// How a message stands to the number of people that its business may write to in a day.
public enum TierUse {
    WITHIN,
    EXCEEDED
}
