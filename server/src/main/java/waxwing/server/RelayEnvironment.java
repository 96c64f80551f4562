package waxwing.server;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import waxwing.server.registration.CodeSender;

/// What a relay takes from the world around it.
///
/// @param codes where codes go instead of where the configuration says
public record RelayEnvironment(InstantSource clock, SecureRandom random, Optional<CodeSender> codes) {
    /// The system's clock and randomness.
    public static RelayEnvironment system() {
        return new RelayEnvironment(Clock.systemUTC(), new SecureRandom(), Optional.empty());
    }

    public RelayEnvironment withClock(InstantSource other) {
        return new RelayEnvironment(other, random, codes);
    }

    public RelayEnvironment sendingCodesTo(CodeSender sender) {
        return new RelayEnvironment(clock, random, Optional.of(sender));
    }
}
