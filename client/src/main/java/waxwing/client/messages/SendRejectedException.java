package waxwing.client.messages;

/// A message that this end itself refuses to send; nothing was stored.
public final class SendRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public enum Reason {
        EMPTY,
        TOO_LARGE,
        /// The person blocked the recipient.
        BLOCKED_BY_YOU,
        /// To oneself.
        OWN_NUMBER,
        /// A person can't send cards.
        BUSINESS_ONLY,
        /// A card does not offer what is asked, or isn't the newest any more.
        NOT_OFFERED
    }

    public SendRejectedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
