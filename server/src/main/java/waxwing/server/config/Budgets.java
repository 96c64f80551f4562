package waxwing.server.config;

/// How much of what may be asked of the relay.
///
/// @param callsPerMinute calls other than streams of one account, or of one network without credentials, at once and
///     again over each minute
/// @param businessCallsPerMinute calls other than streams of one business that is verified, at once and again over each
///     minute
/// @param connectionsPerAddress that an IPv4 address, or the /64 of an IPv6 one, may have open at a time
public record Budgets(
        CodeBudget codes, SendBudget sends, int callsPerMinute, int businessCallsPerMinute, int connectionsPerAddress) {
    public static final Budgets DEFAULT = new Budgets(CodeBudget.DEFAULT, SendBudget.DEFAULT, 3_000, 300_000, 256);
    /// For a machine that belongs to whoever sends.
    public static final Budgets DEVELOPMENT =
            new Budgets(CodeBudget.DEVELOPMENT, SendBudget.DEVELOPMENT, 100_000_000, 100_000_000, 1_000_000);
}
