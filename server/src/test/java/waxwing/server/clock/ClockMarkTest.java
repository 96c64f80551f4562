package waxwing.server.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.server.config.ConfigException;

class ClockMarkTest {
    private static final Instant RAN_UNTIL = Instant.parse("2026-11-22T12:00:00.123Z");

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Path file;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private ClockMark mark;

    @BeforeEach
    void note(@TempDir Path folder) {
        file = folder.resolve("clock");
        mark = new ClockMark(file);
        mark.note(RAN_UNTIL);
    }

    @Test
    void timeGoesOnFromTheMarkIfTheClockIsBehindAndFromTheClockIfThatIsAhead() {
        assertThat(mark.startAt(RAN_UNTIL.minus(Duration.ofHours(23)))).isEqualTo(RAN_UNTIL);
        assertThat(mark.startAt(RAN_UNTIL.plus(Duration.ofDays(400)))).isEqualTo(RAN_UNTIL.plus(Duration.ofDays(400)));
    }

    @Test
    void aClockThatIsFarBehindStopsTheStartAndAPersonDecides() throws IOException {
        Instant system = RAN_UNTIL.minus(Duration.ofHours(25));

        assertThatThrownBy(() -> mark.startAt(system))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("2026-11-21T11:00:00.123Z")
                .hasMessageContaining("2026-11-22T12:00:00.123Z")
                .hasMessageContaining("remove " + file);

        Files.delete(file);
        assertThat(mark.startAt(system)).isEqualTo(system);
    }

    @Test
    void aMarkThatCannotBeReadIsNoMark() throws IOException {
        Files.writeString(file, "yesterday");

        assertThat(mark.startAt(RAN_UNTIL)).isEqualTo(RAN_UNTIL);
    }
}
