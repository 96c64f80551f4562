package waxwing.bench;

import java.time.Duration;

/// How long and how often is measured.
///
/// @param run one run
/// @param runs of each row
/// @param connections of the rows with many of them
/// @param idle connections of the row that counts their memory
/// @param queued messages of the row that starts with many
record Effort(Duration run, int runs, int connections, int idle, int queued) {
    static final Effort FULL = new Effort(Duration.ofSeconds(5), 5, 1_000, 10_000, 1_000_000);
    static final Effort QUICK = new Effort(Duration.ofSeconds(2), 3, 200, 500, 50_000);

    /// For what has to be tidied up afterwards for as long.
    Effort halfAsLong() {
        return new Effort(run.dividedBy(2), runs, connections, idle, queued);
    }
}
