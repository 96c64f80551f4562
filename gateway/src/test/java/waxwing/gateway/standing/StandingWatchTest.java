package waxwing.gateway.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.client.registration.BusinessProfile;
import waxwing.client.registration.BusinessProfile.Quality;
import waxwing.client.registration.BusinessProfile.Rating;
import waxwing.client.registration.BusinessProfile.Reason;
import waxwing.client.registration.Description;
import waxwing.client.registration.SendingLimits;
import waxwing.gateway.MutableClock;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.sandbox.SandboxClock;
import waxwing.gateway.sandbox.SimulatedTransport;
import waxwing.gateway.sandbox.SqlSandboxStore;
import waxwing.model.AccountId;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// What is told of what the relay says, one answer after the other.
class StandingWatchTest {
    private static final Quality FAIR = new Quality(Rating.FAIR, List.of(Reason.REPORTED));
    private static final AccountId BUSINESS = new AccountId(new UUID(0, 7));

    private final MutableClock clock = new MutableClock();

    @TempDir
    private Path folder;

    private Database database;
    private Database sandbox;
    private SimulatedTransport transport;
    private EventLog log;
    private StandingWatch watch;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 2));
        database.migrate("waxwing/gateway/db");
        sandbox = Database.openH2(new H2Settings(folder.resolve("sandbox"), Optional.empty(), 2));
        var store = SqlSandboxStore.open(sandbox, () -> BUSINESS);
        transport = new SimulatedTransport(store, SandboxClock.open(clock, store), new SecureRandom());
        log = new EventLog(database, clock, new SecureRandom());
        start();
    }

    private void start() {
        watch = new StandingWatch(database, new SqlStandingStore(database), log, transport, clock);
    }

    @AfterEach
    void close() {
        transport.close();
        sandbox.close();
        database.close();
    }

    @Test
    void aRatingThatChangesIsToldOnce() {
        var poor = new Quality(Rating.POOR, List.of(Reason.REPORTED, Reason.MISLABELLED));
        assertThat(watch.last()).isEmpty();
        watch.note(rated(BusinessProfile.GOOD));
        watch.note(rated(poor));
        watch.note(rated(poor));

        assertThat(told())
                .containsExactly(
                        "business.verified {\"business_id\":\"" + BUSINESS + "\",\"name\":\"Lantern Bakery\"}",
                        "business.quality_changed {\"business_id\":\"" + BUSINESS + "\",\"rating\":\"poor\","
                                + "\"reasons\":[\"reported\",\"mislabelled\"],\"previous_rating\":\"good\"}");
        assertThat(watch.last().orElseThrow().quality()).isEqualTo(poor);

        watch.note(rated(BusinessProfile.GOOD));
        assertThat(told()).hasSize(3).last().asString().contains("\"rating\":\"good\",\"reasons\":[]");
    }

    @Test
    void aStartIsNoChange() {
        watch.note(rated(FAIR));
        start();
        watch.note(rated(FAIR));
        assertThat(told()).hasSize(1).first().asString().startsWith("business.verified");
    }

    @Test
    void aRatingThatChangedWhileTheGatewayWasAwayIsToldOnce() {
        watch.note(rated(BusinessProfile.GOOD));
        start();
        watch.note(rated(FAIR));
        start();
        watch.note(rated(FAIR));
        assertThat(told()).hasSize(2).last().asString().contains("\"rating\":\"fair\"");
    }

    @Test
    void otherReasonsAreAChangeOfQuality() {
        watch.note(rated(FAIR));
        watch.note(rated(new Quality(Rating.FAIR, List.of(Reason.MISLABELLED))));
        assertThat(told()).hasSize(2).last().asString().contains("\"reasons\":[\"mislabelled\"]");
    }

    @Test
    void theFirstRatingAfterOneThatWasNotKeptIsNoChange() {
        watch.note(rated(BusinessProfile.GOOD));
        change("UPDATE standing SET rating = NULL, rating_reasons = NULL");
        watch.note(rated(FAIR));
        assertThat(told()).hasSize(1);
        watch.note(rated(BusinessProfile.GOOD));
        assertThat(told()).hasSize(2).last().asString().contains("\"previous_rating\":\"fair\"");
    }

    @Test
    void aRatingIsNotRememberedWithoutItsEvent() {
        watch.note(rated(BusinessProfile.GOOD));
        change("ALTER TABLE event RENAME TO lost_event");
        assertThatThrownBy(() -> watch.note(rated(FAIR))).isInstanceOf(RuntimeException.class);
        change("ALTER TABLE lost_event RENAME TO event");

        watch.note(rated(FAIR));
        assertThat(told()).hasSize(2).last().asString().startsWith("business.quality_changed");
    }

    private void change(String statement) {
        database.inRetriedTransaction(handle -> handle.execute(statement));
    }

    private List<String> told() {
        return log.after(EventCursor.START, 10).stream()
                .map(event -> event.toJson().path("type").asString() + " "
                        + event.toJson().path("data"))
                .toList();
    }

    private static BusinessProfile rated(Quality quality) {
        return new BusinessProfile(
                "Lantern Bakery",
                BusinessProfile.Standing.VERIFIED,
                Optional.empty(),
                new SendingLimits(1, OptionalInt.of(250), 0, Optional.empty(), 1_200, 600),
                quality,
                List.of(),
                List.of(),
                Description.NONE);
    }
}
