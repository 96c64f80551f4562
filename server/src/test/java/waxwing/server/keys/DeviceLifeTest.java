package waxwing.server.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import waxwing.server.credentials.KeyIds;

class DeviceLifeTest {
    private static final int MANY = 2_000;

    private final Random random = new Random(20261128);

    private List<KeyIds> drawn(int relayWeeks) {
        return Stream.generate(() -> DeviceLife.draw(relayWeeks, random).ids())
                .limit(MANY)
                .toList();
    }

    /// As a client's, which publishes a hundred of each kind and refills below twenty.
    @Test
    void twentyToAHundredKeysAreLeftAndTheirIdsFollowEachOther() {
        for (int weeks : List.of(0, 3, 1_000)) {
            assertThat(drawn(weeks)).allSatisfy(ids -> {
                assertThat(ids.oneTimeEc())
                        .hasSizeBetween(20, 100)
                        .isSorted()
                        .doesNotHaveDuplicates()
                        .hasSameSizeAs(ids.oneTimeKyber());
                assertThat(ids.oneTimeKyber())
                        .isSorted()
                        .doesNotHaveDuplicates()
                        .doesNotContainAnyElementsOf(ids.oneTimeEc());
                assertThat(ids.lastResortKyber()).isEqualTo(ids.signedEc() + 1);
            });
        }
    }

    @Test
    void onANewRelayEverybodysKeysAreTheFirstOrTheSecondLot() {
        List<KeyIds> drawn = drawn(0);
        assertThat(drawn).allSatisfy(ids -> assertThat(ids.signedEc()).isEqualTo(1));
        assertThat(drawn.stream().map(ids -> ids.oneTimeEc().getFirst()).distinct())
                .contains(3, 4, 20)
                .allMatch(first -> first >= 3 && first <= 83);
        assertThat(drawn.stream().filter(ids -> ids.oneTimeEc().getFirst() < 43))
                .as("few have been written to by many in their first week")
                .hasSizeGreaterThan(MANY * 3 / 4);
    }

    @Test
    void onAnOldRelaySomeAreNewAndSomeHaveHadManyKeys() {
        assertThat(drawn(52).stream().map(ids -> ids.oneTimeEc().getFirst()))
                .anyMatch(first -> first < 20)
                .anyMatch(first -> first > 203)
                .anyMatch(first -> first > 1_000);
        assertThat(drawn(52).stream().map(KeyIds::signedEc))
                .anyMatch(signed -> signed == 1)
                .anyMatch(signed -> signed == 203)
                .anyMatch(signed -> signed > 1_000);
    }
}
