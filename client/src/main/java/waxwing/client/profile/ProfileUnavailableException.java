package waxwing.client.profile;

/// A profile could not be made or opened. The message is for the person: it names the folder and what to do next.
public final class ProfileUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    ProfileUnavailableException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// Why a profile can't be used.
    public enum Reason {
        /// Another process owns it.
        IN_USE,
        /// There is none in that folder.
        NOT_FOUND,
        /// There is one in that folder already.
        EXISTS,
        /// The passphrase or the key file is not the one that it was made with.
        WRONG_KEY,
        /// The key file is missing, malformed, or others may read it.
        BAD_KEY_FILE,
        /// A file of it can't be read as what it was written.
        DAMAGED
    }
}
