package waxwing.server.account;

import waxwing.model.AccountType;

/// Decides whether a number that registers again is the same account: a reinstall, or somebody else who got the
/// number.
public final class ReRegistrationPolicy {
    /// Days after its last sign of life up to which an account goes on.
    public static final int KEPT_DAYS = 30;

    private ReRegistrationPolicy() {}

    /// Whether the account id, settings and blocks stay. An account never changes its type.
    ///
    /// @param today days since 1970-01-01 (UTC)
    public static boolean keeps(NumberHolder holder, AccountType registering, long today) {
        return holder.type() == registering && today - holder.lastSeenDay() <= KEPT_DAYS;
    }
}
