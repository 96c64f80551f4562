package waxwing.server.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private final Map<String, String> rows = new HashMap<>(Map.of("alice", "on", "bob", "on"));
    private final List<String> read = new ArrayList<>();
    private Runnable whileReading = () -> {};
    private final Remembered<String, String> remembered = new Remembered<>(100, this::read);

    private String read(String key) {
        read.add(key);
        String row = rows.getOrDefault(key, "none");
        whileReading.run();
        return row;
    }

    private void change(String key) {
        rows.put(key, "off");
        remembered.forget(key);
    }

    @Test
    void aChangedRowIsReadAgainAtTheNextLookAndNoOtherIs() {
        assertThat(remembered.get("alice")).isEqualTo("on");
        assertThat(remembered.get("bob")).isEqualTo("on");
        change("alice");
        assertThat(remembered.has("alice")).isFalse();
        assertThat(remembered.get("alice")).isEqualTo("off");
        assertThat(remembered.get("alice")).isEqualTo("off");
        assertThat(remembered.get("bob")).isEqualTo("on");
        assertThat(read).containsExactly("alice", "bob", "alice");
    }

    @Test
    void whatWasReadWhileItsRowChangedIsNotKept() {
        whileReading = () -> {
            whileReading = () -> {};
            change("alice");
        };
        assertThat(remembered.get("alice")).as("as it was when it was read").isEqualTo("on");
        assertThat(remembered.get("alice")).isEqualTo("off");
    }

    @Test
    void noMoreAreKeptThanItMayAndEachIsStillRight() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(remembered.get("somebody " + i)).isEqualTo("none");
        }
        assertThat(rows.keySet())
                .allSatisfy(key -> assertThat(remembered.get(key)).isEqualTo("on"));
        assertThat(read.stream().distinct().filter(remembered::has)).hasSize(100);
    }
}
