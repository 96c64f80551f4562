package waxwing.server;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import waxwing.server.clock.ClockMark;
import waxwing.server.clock.SteadyClock;
import waxwing.server.config.DataFolder;
import waxwing.server.registration.CodeSender;

/// What a relay takes from the world around it.
///
/// @param codes where codes go instead of where the configuration says
public record RelayEnvironment(InstantSource clock, SecureRandom random, Optional<CodeSender> codes) {
    /// The system's clock and randomness.
    public static RelayEnvironment system() {
        return new RelayEnvironment(Clock.systemUTC(), new SecureRandom(), Optional.empty());
    }

    /// The system's randomness, and relay time that follows the system's clock from where it was in this folder.
    ///
    /// @throws waxwing.server.config.ConfigException if the clock is far behind that
    public static RelayEnvironment of(DataFolder data) {
        InstantSource system = Clock.systemUTC();
        Instant start = new ClockMark(data.clockMark()).startAt(system.instant());
        return system().withClock(new SteadyClock(start, system, System::nanoTime));
    }

    public RelayEnvironment withClock(InstantSource other) {
        return new RelayEnvironment(other, random, codes);
    }

    public RelayEnvironment sendingCodesTo(CodeSender sender) {
        return new RelayEnvironment(clock, random, Optional.of(sender));
    }
}
