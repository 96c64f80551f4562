package waxwing.server.config;

/// How much of what may be asked of the relay.
///
/// @param submitsPerMinute messages of one account, at once and again over each minute
public record Budgets(CodeBudget codes, int submitsPerMinute) {
    public static final Budgets DEFAULT = new Budgets(CodeBudget.DEFAULT, 1_200);
    /// For a machine that belongs to whoever sends.
    public static final Budgets DEVELOPMENT = new Budgets(CodeBudget.DEVELOPMENT, 100_000_000);
}
