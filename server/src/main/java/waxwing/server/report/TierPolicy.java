package waxwing.server.report;

import java.time.Duration;
import java.util.Optional;
import waxwing.server.business.Tier;
import waxwing.server.report.Quality.Rating;

/// The published rules: how a business's tier follows from its quality and from how much of its tier it
/// uses. Pure; the numbers stand in docs/protocol/reports.md. What the operator gave, no rule changes.
final class TierPolicy {
    private static final Duration BEFORE_A_RISE = Duration.ofDays(7);
    private static final Duration BEFORE_A_FALL = Duration.ofDays(1);

    private TierPolicy() {}

    /// @param used people who count against the tier now
    /// @param held for how long the business has had this tier
    record Facts(Tier tier, boolean setByOperator, int used, Duration held, Rating rating) {}

    /// What the tier becomes; empty if it stays.
    static Optional<Tier> next(Facts facts) {
        if (facts.setByOperator()) {
            return Optional.empty();
        }
        return switch (facts.rating()) {
            case GOOD -> mayRise(facts) ? facts.tier().next() : Optional.empty();
            case FAIR -> Optional.empty();
            case POOR ->
                facts.held().compareTo(BEFORE_A_FALL) >= 0 ? facts.tier().previous() : Optional.empty();
        };
    }

    private static boolean mayRise(Facts facts) {
        return facts.tier().compareTo(Tier.HIGHEST_BY_RULES) < 0
                && facts.held().compareTo(BEFORE_A_RISE) >= 0
                && 2L * facts.used() >= facts.tier().people().orElseThrow();
    }
}
