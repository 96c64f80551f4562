package waxwing.model;

/// What a kind of message is for; a person's defaults follow it.
public enum MessageCategory {
    UTILITY,
    AUTHENTICATION,
    MARKETING,
    SERVICE
}
