package waxwing.server.report;

import java.util.List;

/// How a business stands with the people it writes to, and why. It says neither who nor how many.
///
/// @param reasons empty when the rating is GOOD
public record Quality(Rating rating, List<Reason> reasons) {
    public enum Rating {
        GOOD,
        FAIR,
        POOR
    }

    public enum Reason {
        /// Many people reported its messages, measured against how many it sent.
        REPORTED,
        /// People proved that messages were not what their labels said.
        MISLABELLED
    }

    public Quality {
        reasons = List.copyOf(reasons);
    }
}
