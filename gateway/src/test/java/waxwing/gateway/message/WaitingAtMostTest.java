package waxwing.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingAtMostTest {
    private static final String ANA = "+12025550101";
    private static final String BEN = "+12025550102";

    private final WaitingAtMost waiting = new WaitingAtMost();
    private final List<List<String>> counted = new ArrayList<>();

    @Test
    void aPersonIsCountedOnceAsLongAsThereIsRoom() {
        assertThat(ask(Map.of(ANA, 3L), ANA, BEN)).containsOnly(Map.entry(ANA, 3L), Map.entry(BEN, 0L));
        waiting.oneMore(ANA);

        assertThat(ask(Map.of(ANA, 1L), ANA, BEN)).containsOnly(Map.entry(ANA, 4L), Map.entry(BEN, 0L));
        assertThat(counted).containsExactly(List.of(ANA, BEN));
    }

    @Test
    void aPersonWithoutRoomIsCountedAgain() {
        long nearly = Outgoing.MOST_WAITING - 1L;
        ask(Map.of(ANA, nearly, BEN, nearly), ANA, BEN);
        waiting.oneMore(ANA);

        assertThat(ask(Map.of(ANA, 7L), ANA, BEN)).containsOnly(Map.entry(ANA, 7L), Map.entry(BEN, nearly));
        assertThat(ask(Map.of(), ANA)).containsOnly(Map.entry(ANA, 7L));
        assertThat(counted).containsExactly(List.of(ANA, BEN), List.of(ANA));
    }

    @Test
    void ofMorePeopleThanItKeepsItCountsSomeAgain() {
        List<String> many =
                IntStream.range(0, 20_000).mapToObj(n -> "+1202555" + n).toList();

        assertThat(waiting.of(many, _ -> Map.of())).hasSize(20_000).containsValue(0L);
        assertThat(ask(Map.of(many.getFirst(), 5L), many.getFirst())).containsValue(5L);
        assertThat(ask(Map.of(many.getLast(), 5L), many.getLast())).containsValue(0L);
    }

    private Map<String, Long> ask(Map<String, Long> stored, String... numbers) {
        return waiting.of(List.of(numbers), some -> {
            counted.add(some);
            return stored;
        });
    }
}
