package waxwing.server.controls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import waxwing.model.AccountId;

class WaitingMessagesTest {
    private static final long NOW = Situation.NOW;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long LATER = NOW + 100 * MINUTE;

    private final AccountId cafe = account();
    private final AccountId bob = account();
    private final WaitingMessages waiting = new WaitingMessages(4);

    @Test
    void oneThatCameToNothingMakesRoomForOne() {
        fill(bob, WaitingMessages.MOST);
        assertThat(waiting.add(cafe, bob, LATER, NOW)).isFalse();
        waiting.remove(cafe, bob, LATER);
        assertThat(waiting.count(cafe, bob, NOW)).isEqualTo(WaitingMessages.MOST - 1);
        assertThat(waiting.add(cafe, bob, LATER + MINUTE, NOW)).isTrue();
        assertThat(waiting.add(cafe, bob, LATER, NOW)).isFalse();
        waiting.remove(cafe, bob, LATER + 9 * MINUTE);
        assertThat(waiting.count(cafe, bob, NOW)).as("one that is not there").isEqualTo(WaitingMessages.MOST);
    }

    @Test
    void whatExpiresMakesRoomAMinuteOrTwoBefore() {
        for (long expiresAt = NOW + 5 * MINUTE; expiresAt < NOW + 7 * MINUTE; expiresAt += 7_001) {
            assertThat(waiting.add(cafe, bob, expiresAt, NOW)).isTrue();
            assertThat(waiting.count(cafe, bob, expiresAt - 2 * MINUTE)).isEqualTo(1);
            assertThat(waiting.count(cafe, bob, expiresAt - MINUTE)).isEqualTo(0);
            waiting.remove(cafe, bob, expiresAt);
        }
    }

    @Test
    void eachBusinessHasItsOwnAndEachPerson() {
        fill(bob, WaitingMessages.MOST);
        AccountId carol = account();
        AccountId bakery = account();
        assertThat(waiting.add(cafe, carol, LATER, NOW)).isTrue();
        assertThat(waiting.add(bakery, bob, LATER, NOW)).isTrue();
        waiting.heard(cafe, bob);
        assertThat(waiting.count(cafe, bob, NOW)).isZero();
        assertThat(waiting.count(cafe, carol, NOW)).isEqualTo(1);
        assertThat(waiting.count(bakery, bob, NOW)).isEqualTo(1);
    }

    @Test
    void whenThereAreTooManyPairsThoseForWhomTheFewestWaitAreForgotten() {
        AccountId[] people = {account(), account(), account(), account()};
        for (int i = 0; i < people.length; i++) {
            fill(people[i], 1 + i);
        }
        assertThat(waiting.add(cafe, bob, LATER, NOW))
                .as("unseen, as there is no room")
                .isTrue();
        assertThat(waiting.count(cafe, bob, NOW)).isZero();
        waiting.tidy(NOW);
        assertThat(waiting.count(cafe, people[0], NOW)).isZero();
        for (int i = 1; i < people.length; i++) {
            assertThat(waiting.count(cafe, people[i], NOW)).isEqualTo(1 + i);
        }
        fill(bob, 1);
        assertThat(waiting.count(cafe, bob, NOW)).isEqualTo(1);
    }

    @Test
    void whatIsOverIsForgotten() {
        fill(account(), 3);
        fill(account(), 3);
        fill(account(), 3);
        fill(account(), 3);
        waiting.tidy(LATER);
        fill(bob, 2);
        assertThat(waiting.count(cafe, bob, NOW)).isEqualTo(2);
    }

    private void fill(AccountId person, int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(waiting.add(cafe, person, LATER, NOW)).isTrue();
        }
    }

    private static AccountId account() {
        return new AccountId(UUID.randomUUID());
    }
}
