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
    record Report(
            UUID id,
            ByteString relayTag,
            AccountId reported,
            ByteString reporterMark,
            MessageKind label,
            Times times,
            Shown shown,
            Proof.Strength proof) {}

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

    Optional<Report> find(UUID id);

    /// Adds the first about a message.
    ///
    /// @param sealedBody empty if it was not shown, or is not kept
    /// @return false if there is one now
    boolean add(Report report, Optional<ByteString> sealedBody);

    /// Adds what a stronger proof shows. Of one that is resolved no body is kept.
    ///
    /// @param report with the time from which on it counts
    /// @param weaker what was shown before
    /// @param reopens whether it waits again to be resolved; else what the operator made of it stays
    /// @return false if more was shown since
    boolean strengthen(Report report, Proof.Strength weaker, boolean reopens, Optional<ByteString> sealedBody);

    /// What a message said that was shown; empty if it was not, or is not kept any more.
    Optional<ByteString> sealedBody(UUID report);

    /// How many bodies are kept.
    BodyCount bodies(AccountId reported, ByteString reporterMark);

    /// @param ofReporter of these, those of one person
    record BodyCount(long aboutReported, long ofReporter) {}

    /// Counts a body that somebody shows on a day.
    ///
    /// @param dayMark the same for all bodies of one person on that day, and for no others
    /// @param day since 1970-01-01, UTC
    /// @return false if so many are counted already
    boolean countBody(ByteString dayMark, long day, int most);

    /// @param sinceMillis reports from before do not count, nor do those from `beforeMillis` on
    Tally tally(AccountId reported, long sinceMillis, long beforeMillis);

    /// Whether any report about it is kept, also one that does not count.
    boolean isKnown(AccountId reported);

    /// Accounts with reports that count, the latest reported first.
    List<AccountId> reported(long sinceMillis);

    /// Those that nobody resolved, oldest first.
    List<Report> open(AccountId reported);

    /// Resolves open reports and forgets what they show.
    ///
    /// @return how many
    int resolve(Scope scope, Resolution resolution, String note, long nowMillis);

    /// As [#resolve], upheld, and from now on it proves that its message was mislabelled. Only if it is open, about a
    /// business's message, and showed all of it.
    ///
    /// @return how many: at most one
    int findMislabelled(UUID report, String note, long nowMillis);

    /// Which reports are meant.
    sealed interface Scope {
        record One(UUID report) implements Scope {}

        record AllAbout(AccountId reported) implements Scope {}
    }

    /// Forgets reports from before.
    void forgetBefore(long millis);

    void forgetBodyCountsBefore(long day);

    /// Adds to what was let through of a business on a day.
    void addReach(AccountId business, long day, long messages);

    /// @param beforeDay the day after the last that counts
    long reach(AccountId business, long sinceDay, long beforeDay);

    void forgetReachBefore(long day);
}
