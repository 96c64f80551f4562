package waxwing.server.registration;

import waxwing.model.AccountId;
import waxwing.model.DeviceId;

/// What became of an application for an account.
public sealed interface RegistrationResult {
    /// Whether the number had this account before.
    enum Continuity {
        NEW,
        KEPT
    }

    record Registered(AccountId account, DeviceId device, Continuity continuity) implements RegistrationResult {}

    /// The session is unknown, over, used or not verified.
    record SessionNotVerified() implements RegistrationResult {}

    record TermsNotAccepted(int currentVersion) implements RegistrationResult {}

    record BadKeySignature() implements RegistrationResult {}
}
