package waxwing.server.report;

import java.time.Duration;
import waxwing.relay.v1.ReportRefused;

/// What became of a report.
sealed interface ReportResult {
    record Counted() implements ReportResult {}

    record AlreadyReported() implements ReportResult {}

    record Refused(ReportRefused.Code code) implements ReportResult {}

    record RateLimited(Duration retryAfter) implements ReportResult {}
}
