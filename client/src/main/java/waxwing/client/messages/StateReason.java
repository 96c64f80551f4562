package waxwing.client.messages;

import java.util.Locale;

/// Why a message was suppressed or failed; its [#code] is the one of the business API and the command line.
public enum StateReason {
    RECIPIENT_PREFERENCE,
    RECIPIENT_OPTED_OUT,
    RECIPIENT_NOT_OPTED_IN,
    SERVICE_WINDOW_CLOSED,
    RECIPIENT_LIMIT_REACHED,
    SENDER_NOT_VERIFIED,
    SENDER_SUSPENDED,
    KIND_NOT_ALLOWED,
    /// The business wrote to as many different people within 24 hours as its tier allows.
    TIER_EXCEEDED,
    /// The number isn't registered; told to people only.
    RECIPIENT_NOT_FOUND,
    /// The recipient's identity key changed and nobody has accepted the new one.
    IDENTITY_CHANGED,
    /// The recipient's mailbox holds as much as it can.
    MAILBOX_FULL,
    MESSAGE_TOO_LARGE,
    /// Its time was over before the relay was known to have it.
    EXPIRED,
    /// Taken back by its sender before the relay had it.
    WITHDRAWN,
    /// The relay refused the submit as malformed or not permitted, or the recipient's keys are broken.
    REFUSED;

    /// For example `recipient_preference`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
