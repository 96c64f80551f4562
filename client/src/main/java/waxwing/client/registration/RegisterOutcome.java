package waxwing.client.registration;

import waxwing.model.AccountId;

/// What came of registering.
public sealed interface RegisterOutcome {
    /// @param origin whether the relay knew the number
    record Registered(AccountId account, Origin origin) implements RegisterOutcome {}

    /// The code wasn't checked, or too long ago.
    record NotVerified() implements RegisterOutcome {}

    record TermsNotAccepted(int currentVersion) implements RegisterOutcome {}

    /// The relay finds this device's prekeys badly signed.
    record KeysRefused() implements RegisterOutcome {}

    enum Origin {
        NEW,
        /// The number was registered before: settings and blocks go on, its other devices are out.
        KEPT
    }
}
