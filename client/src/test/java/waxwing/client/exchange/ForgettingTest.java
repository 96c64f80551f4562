package waxwing.client.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.client.content.Samples;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.content.v1.Moment;
import waxwing.content.v1.Reservation;
import waxwing.model.AccountType;
import waxwing.model.MessageId;
import waxwing.relay.v1.Acknowledgement.Fate;

/// What a business's end forgets, and what it keeps.
class ForgettingTest {
    private static final int MOST = 100;
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

    @TempDir
    private Path folder;

    private final KeyPair relay = Desk.relayKey();
    private Desk bob;
    private Desk bakery;
    private SqlForgetting forgetting;

    @BeforeEach
    void open() {
        bob = new Desk(folder, AccountType.PERSON, "+12025550102", relay);
        bakery = new Desk(folder, AccountType.BUSINESS, "+12025550199", relay);
        bob.meets(bakery);
        forgetting = bakery.stores().forgetting();
    }

    @AfterEach
    void close() {
        bob.close();
        bakery.close();
    }

    @Test
    void nothingIsLeftOfAnOwnMessageAndItsIdIsFree() {
        MessageId gone = sent(new MessageBody.ReceiptCard(Samples.receipt().build()));
        MessageId stays = sent(new MessageBody.ReceiptCard(Samples.receipt().build()));

        assertThat(forgetting.sent(List.of(gone), now())).isEmpty();

        assertThat(bakery.stores().messages().sent(gone)).isEmpty();
        assertThat(bakery.stores().messages().timeline(gone)).isEmpty();
        assertThat(bakery.stores().messages().sent(stays)).isPresent();
        assertThat(List.of("message", "message_state", "outgoing", "submit"))
                .allSatisfy(table -> assertThat(rows(table)).as(table).isOne());
    }

    @Test
    void eventsOfAForgottenMessageArePassedOver() {
        MessageId gone = sent(new MessageBody.ReceiptCard(Samples.receipt().build()));
        MessageId stays = sent(new MessageBody.ReceiptCard(Samples.receipt().build()));

        forgetting.sent(List.of(gone), now());

        assertThat(bakery.stores().events().after(0, 1))
                .singleElement()
                .satisfies(event ->
                        assertThat(((Event.StateChanged) event).message().id()).isEqualTo(stays));
    }

    @Test
    void aReservationStaysAsLongAsSomethingCanBeAskedOfIt() {
        Instant time = Instant.parse("2027-06-01T19:30:00Z");
        Reservation.Builder reservation = Samples.reservation()
                .setStart(Moment.newBuilder()
                        .setLocalDateTime("2027-06-01T19:30:00")
                        .setTimeZone("UTC"))
                .clearEnd();
        MessageId asked = sent(new MessageBody.ReservationCard(reservation.build()));
        MessageId settled = sent(new MessageBody.ReservationCard(reservation
                .setEntity(reservation.getEntityBuilder().setId("another"))
                .clearActions()
                .build()));

        assertThat(forgetting.sent(List.of(asked, settled), time.minusMillis(1)))
                .isEqualTo(Map.of(asked, time));
        assertThat(bakery.stores().messages().sent(asked)).isPresent();
        assertThat(bakery.stores().messages().sent(settled)).isEmpty();
        assertThat(forgetting.sent(List.of(asked), time)).isEmpty();
        assertThat(bakery.stores().messages().sent(asked)).isEmpty();
    }

    @Test
    void whatPeopleWroteGoesWithItsEventOnceThatIsTakenIn() {
        assertThat(bakery.receives(new Letter(bob, relay).to(bakery))).isEqualTo(Fate.STORED);
        Instant between = now().plusSeconds(1);
        assertThat(bakery.receives(new Letter(bob, relay).to(bakery))).isEqualTo(Fate.STORED);
        List<Event> events = bakery.events();
        long first = events.getFirst().cursor();

        assertThat(forgetting.events(first, events.getFirst().at().minusMillis(1), MOST))
                .isZero();
        assertThat(forgetting.events(first - 1, between, MOST)).isZero();
        assertThat(forgetting.events(first, between, MOST)).isOne();

        assertThat(bakery.events()).containsExactly(events.getLast());
        assertThat(rows("message")).isOne();
    }

    @Test
    void trafficIsForgottenWhenNobodyCanAskForItAnyMore() {
        sent(new MessageBody.ReceiptCard(Samples.receipt().build()));
        assertThat(bakery.receives(new Letter(bob, relay).to(bakery))).isEqualTo(Fate.STORED);

        bakery.stores().forgetTraffic(now().plus(Duration.ofDays(30)));
        assertThat(rows("submit") + rows("seen_envelope")).isEqualTo(2);
        bakery.stores().forgetTraffic(now().plus(Duration.ofDays(32)));
        assertThat(rows("submit") + rows("seen_envelope")).isZero();
    }

    @Test
    void aLookReadsNoMoreThanItForgets() {
        for (int i = 0; i < 300; i++) {
            submit(new MessageId(UUID.randomUUID()));
        }

        Matcher scanned = SCANNED.matcher(bakery.own()
                .profile()
                .database()
                .read(handle -> handle.createQuery("EXPLAIN ANALYZE " + SqlForgetting.OLDEST)
                        .define("table", "submit")
                        .define("written", "made_at_ms")
                        .bind("most", 20)
                        .mapTo(String.class)
                        .one()));

        assertThat(scanned.find()).isTrue();
        assertThat(Integer.parseInt(scanned.group(1))).isLessThanOrEqualTo(21);
    }

    /// Sent, and on its way.
    private MessageId sent(MessageBody body) {
        MessageId id = bakery.hasSent(body, bob);
        bakery.own().profile().database().inTransaction(_ -> {
            bakery.stores().move(id, MessageState.DELIVERED, Optional.empty(), now());
            bakery.stores()
                    .outbox()
                    .queueMessage(
                            bakery.stores().messages().sent(id).orElseThrow().with(), id, Optional.empty(), now());
            return submit(id);
        });
        return id;
    }

    private int submit(MessageId id) {
        return bakery.own()
                .profile()
                .database()
                .inTransaction(handle -> handle.execute(
                        "INSERT INTO submit (submit_id, account_id, message_id, made_at_ms) VALUES (?, ?, ?, ?)",
                        UUID.randomUUID(),
                        bob.own().account().id().value(),
                        id.value(),
                        now().toEpochMilli()));
    }

    private Instant now() {
        return bakery.own().now();
    }

    private int rows(String table) {
        return bakery.own()
                .profile()
                .database()
                .read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                        .mapTo(Integer.class)
                        .one());
    }
}
