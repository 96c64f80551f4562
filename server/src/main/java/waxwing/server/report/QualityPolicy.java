package waxwing.server.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waxwing.server.report.Quality.Rating;
import waxwing.server.report.Quality.Reason;

/// The published rules: from how many people reported a business to its quality, and to what follows by
/// itself. Pure; the numbers stand in docs/protocol/reports.md.
///
/// A proof of a mislabelled message can be made by nobody but the business, so a few are enough. Plain
/// reports are opinions: there have to be many, also measured against what was sent.
public final class QualityPolicy {
    /// Reports of this long count.
    public static final Duration WINDOW = Duration.ofDays(30);

    private static final Threshold FAIR = new Threshold(3, 1);
    private static final Threshold POOR = new Threshold(10, 3);
    private static final Threshold SUSPENDED = new Threshold(50, 20);
    private static final long FAIR_MISLABELLED = 1;
    private static final long POOR_MISLABELLED = 3;
    private static final long SUSPENDED_MISLABELLED = 10;

    private QualityPolicy() {}

    /// So many people at least, and so many for each thousand messages.
    private record Threshold(long people, long perThousand) {
        private boolean isReached(long reporters, long messages) {
            return reporters >= people && reporters * 1_000 >= perThousand * messages;
        }
    }

    /// What is judged: different people, each counted once, within the window and without dismissed
    /// reports.
    ///
    /// @param people who reported
    /// @param mislabelled who proved that a message was mislabelled
    /// @param open who reported and whose report the operator has not resolved
    /// @param openMislabelled who proved, likewise
    /// @param messages of the business that were let through within the window
    public record Facts(long people, long mislabelled, long open, long openMislabelled, long messages) {}

    public static Quality quality(Facts facts) {
        List<Reason> reasons = new ArrayList<>();
        Rating byReports = byReports(facts);
        Rating byProofs = byProofs(facts);
        if (byProofs != Rating.GOOD) {
            reasons.add(Reason.MISLABELLED);
        }
        if (byReports != Rating.GOOD) {
            reasons.add(Reason.REPORTED);
        }
        return new Quality(byReports.compareTo(byProofs) >= 0 ? byReports : byProofs, reasons);
    }

    private static Rating byReports(Facts facts) {
        if (POOR.isReached(facts.people(), facts.messages())) {
            return Rating.POOR;
        }
        return FAIR.isReached(facts.people(), facts.messages()) ? Rating.FAIR : Rating.GOOD;
    }

    private static Rating byProofs(Facts facts) {
        if (facts.mislabelled() >= POOR_MISLABELLED) {
            return Rating.POOR;
        }
        return facts.mislabelled() >= FAIR_MISLABELLED ? Rating.FAIR : Rating.GOOD;
    }

    /// Why a business is suspended by itself, in words for the operator and the business; empty if it
    /// isn't. Only open reports count: once the operator has looked at them, the decision is theirs.
    public static Optional<String> suspension(Facts facts) {
        if (facts.openMislabelled() >= SUSPENDED_MISLABELLED) {
            return Optional.of("automatic: " + SUSPENDED_MISLABELLED
                    + " or more people proved within 30 days that messages were not what their labels said");
        }
        return SUSPENDED.isReached(facts.open(), facts.messages())
                ? Optional.of("automatic: " + SUSPENDED.people() + " or more people, and " + SUSPENDED.perThousand()
                        + " for each 1000 messages, reported messages within 30 days")
                : Optional.empty();
    }
}
