package waxwing.gateway.message;

import waxwing.client.messages.StateReason;

/// The codes that a timeline gives for a message that was suppressed, failed or was taken back.
public final class StatusCodes {
    /// Of a message that was canceled: it was taken back by `:revoke`.
    static final String REVOKED = "revoked";

    private StatusCodes() {}

    /// What a business is not to learn of a person has no code of its own. The relay tells no business of it;
    /// from one that did, it would be the same as a refusal.
    public static String of(StateReason reason) {
        return switch (reason) {
            case RECIPIENT_PREFERENCE,
                    RECIPIENT_OPTED_OUT,
                    RECIPIENT_NOT_OPTED_IN,
                    SERVICE_WINDOW_CLOSED,
                    RECIPIENT_LIMIT_REACHED,
                    SENDER_NOT_VERIFIED,
                    SENDER_SUSPENDED,
                    KIND_NOT_ALLOWED,
                    TIER_EXCEEDED,
                    MESSAGE_TOO_LARGE -> reason.code();
            case WITHDRAWN -> REVOKED;
            case RECIPIENT_NOT_FOUND, IDENTITY_CHANGED, MAILBOX_FULL, EXPIRED, REFUSED -> StateReason.REFUSED.code();
        };
    }
}
