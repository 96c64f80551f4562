package waxwing.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GcPausesTest {
    @Test
    void onlyPausesAreReadAndOnlyNewOnesCount(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("gc");
        Files.write(
                log,
                List.of(
                        "[1.0s] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 25M->5M(100M) 3.500ms",
                        "[1.1s] GC(1) Concurrent Mark Cycle 12.000ms",
                        "[1.2s] GC(1) Pause Remark 30M->30M(100M) 1.250ms"));
        GcPauses before = new GcPauses(List.of(3.5));
        GcPauses all = GcPauses.read(log);
        assertThat(all.millis()).containsExactly(3.5, 1.25);
        assertThat(all.since(before).count()).isEqualTo(1);
        assertThat(all.since(before).longest()).isEqualTo(1.25);
    }
}
