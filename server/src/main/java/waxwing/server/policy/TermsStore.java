package waxwing.server.policy;

import java.time.Instant;
import java.util.OptionalInt;
import waxwing.model.AccountId;

/// Who accepted which version of the terms, and when. Each method joins the transaction that runs on its
/// thread, or is one of its own.
public interface TermsStore {
    /// Accepting the same version again changes nothing: the first time counts.
    void accepted(AccountId account, int version, Instant at);

    /// The highest version that the account accepted.
    OptionalInt acceptedVersion(AccountId account);
}
