package waxwing.server.config;

import java.time.Duration;

/// How many codes may be sent.
///
/// @param spacing between two codes to one number
/// @param perNumberDaily to one number
/// @param perPrefixHourly to all numbers that share their first seven digits
/// @param perSourceHourly at the wish of one network
public record CodeBudget(Duration spacing, int perNumberDaily, int perPrefixHourly, int perSourceHourly) {
    /// For codes that cost money.
    public static final CodeBudget DEFAULT = new CodeBudget(Duration.ofMinutes(1), 5, 50, 20);
    /// For codes on a console.
    public static final CodeBudget DEVELOPMENT = new CodeBudget(Duration.ofMillis(1), 100_000, 100_000, 100_000);
}
