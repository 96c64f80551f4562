package waxwing.server.account;

/// Decides whether a number that registers again is the same account: a reinstall, or somebody else who got the
/// number.
public final class ReRegistrationPolicy {
    /// Days after its last sign of life up to which an account goes on.
    public static final int KEPT_DAYS = 30;

    private ReRegistrationPolicy() {}

    /// Whether the account id goes on, and with it the settings, the blocks that others set on it and what the
    /// operator decided. Whichever type it registers as: with an id for each, an account could shed all of these
    /// by changing to and fro.
    ///
    /// @param today days since 1970-01-01 (UTC)
    public static boolean keeps(NumberHolder holder, long today) {
        return today - holder.lastSeenDay() <= KEPT_DAYS;
    }
}
