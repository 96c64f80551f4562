package waxwing.server.report;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import waxwing.model.AccountId;
import waxwing.relay.v1.MessageKind;

/// Reports at rest. Each method joins the transaction that runs on its thread, or is one of its own.
interface ReportStore {
    /// One report.
    ///
    /// @param reporterMark the same for all reports of one person about one account
    /// @param label unspecified for a person's message
    /// @param sealedBody empty if it was not shown, or is shown no more
    record Report(
            UUID id,
            ByteString relayTag,
            AccountId reported,
            ByteString reporterMark,
            MessageKind label,
            Times times,
            Shown shown,
            Proof.Strength proof,
            Optional<ByteString> sealedBody) {}

    /// Unix milliseconds.
    record Times(long messageAt, long reportedAt) {}

    enum Resolution {
        UPHELD,
        DISMISSED
    }

    /// How many different people reported an account, dismissed reports apart.
    ///
    /// @param mislabelled those who proved that a message was mislabelled
    /// @param open those with a report that nobody resolved
    record Tally(long people, long mislabelled, long open, long openMislabelled) {}

    Optional<Report> about(ByteString relayTag);

    /// Adds it, or puts it in the place of a weaker one about the same message.
    void put(Report report);

    /// @param sinceMillis reports from before do not count
    Tally tally(AccountId reported, long sinceMillis);

    /// Accounts with reports that count, the latest reported first.
    List<AccountId> reported(long sinceMillis);

    /// Those that nobody resolved, oldest first.
    List<Report> open(AccountId reported);

    /// Resolves open reports and forgets what they show.
    ///
    /// @return how many
    int resolve(Scope scope, Resolution resolution, String note, long nowMillis);

    /// Which reports are meant.
    sealed interface Scope {
        record One(UUID report) implements Scope {}

        record AllAbout(AccountId reported) implements Scope {}
    }

    /// Forgets reports from before.
    void forgetBefore(long millis);

    /// Adds to what was let through of a business on a day.
    void addReach(AccountId business, long day, long messages);

    long reach(AccountId business, long sinceDay);

    void forgetReachBefore(long day);
}
