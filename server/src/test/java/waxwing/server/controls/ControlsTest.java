package waxwing.server.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.MessageKind;
import waxwing.server.MutableClock;
import waxwing.store.Database;
import waxwing.store.H2Settings;

class ControlsTest {
    private static final AccountId ALICE = new AccountId(new UUID(1, 1));
    private static final AccountId CAFE = new AccountId(new UUID(2, 2));

    private final MutableClock clock = new MutableClock();

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Database database;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Controls controls;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("relay"), Optional.empty(), 2));
        database.migrate("waxwing/server/db");
        controls = new Controls(database, clock);
    }

    @AfterEach
    void close() {
        controls.close();
        database.close();
    }

    @Test
    void aNewPersonHasDefaults() {
        assertThat(controls.of(ALICE)).isEqualTo(PersonControls.DEFAULT);
    }

    @Test
    void aChangeHoldsAtOnceAndAfterARestart() {
        assertThat(controls.of(ALICE).toward(CAFE).effective(MessageKind.RECEIPT))
                .isEqualTo(Setting.ALLOW);
        controls.set(ALICE, CAFE, List.of(MessageKind.RECEIPT, MessageKind.DELIVERY), by(Setting.STOP));
        controls.set(ALICE, CAFE, List.of(MessageKind.RECEIPT), by(Setting.ALLOW));
        PersonControls expected = controls.of(ALICE);
        assertThat(expected.toward(CAFE).chosen(MessageKind.RECEIPT)).hasValue(Setting.ALLOW);
        assertThat(expected.toward(CAFE).chosen(MessageKind.DELIVERY)).hasValue(Setting.STOP);
        restart();
        assertThat(controls.of(ALICE)).isEqualTo(expected);
    }

    @Test
    void blockingFreezesTheSettingsOfThatMomentAndUnblockingForgetsThem() {
        controls.set(ALICE, CAFE, List.of(MessageKind.RECEIPT), by(Setting.STOP));
        controls.wrote(ALICE, CAFE, 4_711);
        controls.block(ALICE, CAFE);
        controls.set(ALICE, CAFE, List.of(MessageKind.RECEIPT), by(Setting.ALLOW));
        clock.advance(Duration.ofHours(1));
        controls.block(ALICE, CAFE);
        restart();
        Block block = controls.of(ALICE).blockOf(CAFE).orElseThrow();
        assertThat(block.frozen().chosen(MessageKind.RECEIPT)).hasValue(Setting.STOP);
        assertThat(block.frozenLastMessageAt()).hasValue(4_711);
        assertThat(block.blockedAtMillis())
                .isEqualTo(clock.millis() - Duration.ofHours(1).toMillis());
        controls.unblock(ALICE, CAFE);
        assertThat(controls.of(ALICE).blockOf(CAFE)).isEmpty();
        assertThat(controls.of(ALICE).toward(CAFE).chosen(MessageKind.RECEIPT)).hasValue(Setting.ALLOW);
    }

    @Test
    void theLastMessageToABusinessIsKnownAtOnceAndAfterARestart() {
        assertThat(controls.lastMessageAt(ALICE, CAFE)).isEmpty();
        controls.wrote(ALICE, CAFE, 60_000);
        assertThat(controls.lastMessageAt(ALICE, CAFE)).hasValue(60_000);
        controls.wrote(ALICE, CAFE, 120_000);
        assertThat(controls.lastMessageAt(ALICE, CAFE)).hasValue(120_000);
        restart();
        await().until(() -> controls.lastMessageAt(ALICE, CAFE).equals(OptionalLong.of(120_000)));
    }

    /// Whichever way somebody's settings change: theirs are read anew for the next message, and nobody else's are.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aChangeHoldsForTheNextSendAndCostsNobodyElseARead(long seed) {
        Random random = new Random(seed);
        List<AccountId> people = LongStream.range(10, 14)
                .mapToObj(id -> new AccountId(new UUID(id, id)))
                .toList();
        Map<AccountId, PersonControls> known = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            people.forEach(person -> known.put(person, controls.of(person)));
            AccountId changed = people.get(random.nextInt(people.size()));
            change(changed, random);
            for (AccountId person : people) {
                PersonControls now = controls.of(person);
                assertThat(now).as("as it is stored").isEqualTo(new SqlControlsStore(database).find(person));
                if (person.equals(changed)) {
                    assertThat(now).as("change %s: read anew", i).isNotSameAs(known.get(person));
                } else {
                    assertThat(now).as("change %s: from memory", i).isSameAs(known.get(person));
                }
            }
        }
    }

    private void change(AccountId person, Random random) {
        MessageKind kind = any(random, List.of(MessageKind.values()));
        Setting setting = any(random, List.of(Setting.values()));
        switch (random.nextInt(6)) {
            case 0 -> controls.set(person, CAFE, List.of(kind), by(setting));
            case 1 -> controls.change(person, own -> own.with(kind, Optional.of(setting)));
            case 2 -> controls.change(person, own -> own.withOffersPerWeek(random.nextInt(10)));
            case 3 ->
                controls.change(
                        person,
                        own -> own.with(Optional.of(QuietHours.parse(random.nextInt(700), 1_000, "Europe/Paris"))));
            case 4 -> controls.block(person, CAFE);
            default -> controls.unblock(person, CAFE);
        }
    }

    private static <T> T any(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static Controls.Choosing by(Setting setting) {
        return new Controls.Choosing(setting, Choice.Means.COMMAND, new DeviceId(1));
    }

    private void restart() {
        controls.close();
        controls = new Controls(database, clock);
    }
}
