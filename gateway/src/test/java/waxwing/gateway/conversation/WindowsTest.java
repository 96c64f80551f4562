package waxwing.gateway.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.gateway.MutableClock;
import waxwing.gateway.contact.ContactHandle;
import waxwing.gateway.contact.Contacts;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventLog;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;
import waxwing.store.H2Settings;

class WindowsTest {
    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private Database database;
    private EventLog log;
    private Windows windows;
    private ContactHandle bob;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 2));
        database.migrate("waxwing/gateway/db");
        log = new EventLog(database, clock, new SecureRandom());
        windows = new Windows(database, log, clock);
        bob = Contacts.open(database, new SecureRandom()).handleOf(PhoneNumber.ofE164("+12025550102"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aMessageOpensAWindowThatClosesAfterADay() {
        windows.wrote(bob, clock.instant());
        clock.advance(Duration.ofHours(24).minusSeconds(1));
        windows.closeOver();
        assertThat(windows.closing(bob)).contains(clock.instant().plusSeconds(1));
        assertThat(told()).containsExactly("conversation.window_opened");

        clock.advance(Duration.ofSeconds(1));
        assertThat(windows.closing(bob)).isEmpty();
        windows.closeOver();
        windows.closeOver();
        assertThat(told()).containsExactly("conversation.window_opened", "conversation.window_closed");
    }

    @Test
    void eachFurtherMessageMovesTheEndAndIsNoNews() {
        windows.wrote(bob, clock.instant());
        clock.advance(Duration.ofHours(20));
        windows.wrote(bob, clock.instant());
        windows.wrote(bob, clock.instant().minus(Duration.ofHours(5)));
        clock.advance(Duration.ofHours(20));
        windows.closeOver();

        assertThat(told()).containsExactly("conversation.window_opened");
        assertThat(windows.closing(bob)).contains(clock.instant().plus(Duration.ofHours(4)));
    }

    @Test
    void aMessageThatComesMoreThanADayLateOpensNothing() {
        windows.wrote(bob, clock.instant().minus(Windows.LENGTH));

        assertThat(windows.closing(bob)).isEmpty();
        assertThat(told()).isEmpty();
    }

    private List<String> told() {
        return log.after(EventCursor.START, 10).stream()
                .map(event -> event.type().wireName())
                .toList();
    }
}
