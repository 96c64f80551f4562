package waxwing.client.registration;

import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;

/// One conversation with a relay that makes a phone number an account of a profile: start, check the code,
/// register.
///
/// Every method asks the relay.
///
/// @see waxwing.client.relay.RelayFailureException
@SuppressWarnings("DoNotCallSuggester") // The signatures; their bodies follow.
public final class Registering implements AutoCloseable {
    private Registering() {}

    public static Registering at(RelayLink relay, Environment environment) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Has the relay send a code to the number.
    public StartOutcome start(PhoneNumber number) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Has the relay send another code; the one before is void.
    public StartOutcome resend() {
        throw new UnsupportedOperationException("not built yet");
    }

    public CodeOutcome check(String code) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Registers with keys that are durable in the profile first. Registering accepts the terms of the version
    /// that
    /// [#start] named.
    public RegisterOutcome register(Profile profile, Registrant registrant) {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public void close() {}
}
