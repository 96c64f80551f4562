package waxwing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoryIT {
    @Test
    void theStoryHoldsFromBeginningToEnd(@TempDir Path folder) {
        var transcript = new Transcript(System.out);
        try (var world = new World(Path.of(System.getProperty("waxwing.home")), folder)) {
            new Story(world, transcript).play();
        }
        assertThat(transcript.checks()).isGreaterThan(20);
    }
}
