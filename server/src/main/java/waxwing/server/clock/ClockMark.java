package waxwing.server.clock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.server.config.ConfigException;
import waxwing.server.secrets.PrivateFiles;

/// The file that says until when the relay ran, in relay time, so that a restart goes on from there and not from
/// before. It is written once a minute and at the end, so a crash loses a minute of it at the most.
///
/// A system clock that is ahead of the mark is believed: the relay was stopped for that long. One that is behind by
/// less than a day is not: relay time goes on from the mark, at half speed until both agree. If it is further behind,
/// one of the two was set wrong, and only a person knows which: believing the clock could expire messages early once it
/// is mended, believing the mark could keep a wrong time for years. So the relay doesn't start, and says what to do. A
/// machine that starts before it knows the time comes through by trying again.
public final class ClockMark {
    private static final Logger log = LoggerFactory.getLogger(ClockMark.class);
    private static final Duration BELIEVED = Duration.ofDays(1);

    private final Path file;

    public ClockMark(Path file) {
        this.file = file;
    }

    /// When relay time starts.
    ///
    /// @param system what the system's clock says
    /// @throws ConfigException if that is more than a day behind
    public Instant startAt(Instant system) {
        Instant mark = read().filter(system::isBefore).orElse(system);
        if (Duration.between(system, mark).compareTo(BELIEVED) > 0) {
            throw new ConfigException("the system's clock says " + system + ", but this relay ran until " + mark
                    + " (expected: at most a day behind). Set the clock and start again; if it is right now, and was"
                    + " wrong before, remove " + file);
        }
        return mark;
    }

    private Optional<Instant> read() {
        try {
            return Optional.of(Instant.parse(
                    Files.readString(file, StandardCharsets.US_ASCII).strip()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | DateTimeException e) {
            log.warn(
                    "{} can't be read ({}), so the system's clock is believed",
                    file,
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /// Notes that the relay runs. A failure is logged only: the mark matters to the next start alone.
    public void note(Instant now) {
        try {
            PrivateFiles.write(file, now.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            log.warn("{} can't be written: {}", file, e.getMessage());
        }
    }
}
