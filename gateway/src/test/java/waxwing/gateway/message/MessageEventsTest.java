package waxwing.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.content.v1.Body;
import waxwing.content.v1.Receipt;
import waxwing.gateway.MutableClock;
import waxwing.gateway.contact.Contacts;
import waxwing.gateway.conversation.Windows;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.event.LoggedEvent;
import waxwing.gateway.message.MessageStore.Progress;
import waxwing.gateway.suppression.SqlSuppressions;
import waxwing.gateway.suppression.Suppression;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// Every step of a message, and what people write, as the log tells it.
class MessageEventsTest {
    private static final PhoneNumber BOB = PhoneNumber.ofE164("+12025550102");

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private Database database;
    private EventLog log;
    private Contacts contacts;
    private SqlMessageStore store;
    private Messages messages;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 2));
        database.migrate("waxwing/gateway/db");
        log = new EventLog(database, clock, new SecureRandom());
        contacts = Contacts.open(database, new SecureRandom());
        var windows = new Windows(database, log, clock);
        store = new SqlMessageStore(database, new MessageEvents(log, contacts, windows, clock));
        messages = new Messages(
                store, new Onward(new Claims<>(), () -> {}, _ -> false, _ -> false), clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eachStepIsAnEventOnceAndInOrder() {
        MessageId id = accepted("a");
        store.follow(List.of(progress(id, MessageStatus.READ, Optional.empty())), 1);
        store.follow(List.of(progress(id, MessageStatus.DELIVERED, Optional.empty())), 2);
        store.follow(List.of(progress(new MessageId(UUID.randomUUID()), MessageStatus.READ, Optional.empty())), 3);

        List<LoggedEvent> events = events();
        assertThat(types(events)).containsExactly("message.accepted", "message.delivered", "message.read");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.data().path("message_id").asString()).isEqualTo(id.toString());
            assertThat(event.data().path("contact").asString())
                    .isEqualTo(contacts.handleOf(BOB).value());
            assertThat(event.data().path("kind").asString()).isEqualTo("RECEIPT");
            assertThat(event.data().path("client_reference").asString()).isEqualTo("till 3");
            assertThat(event.data().toString()).doesNotContain(BOB.e164());
        });
        assertThat(events)
                .extracting(event -> event.data().path("sequence").asInt())
                .containsExactly(1, 2, 3);
    }

    @Test
    void aSuppressionAnExpiryAndAFailureSayWhy() {
        MessageId suppressed = accepted("a");
        MessageId failed = accepted("b");
        accepted("c");
        store.follow(
                List.of(progress(suppressed, MessageStatus.SUPPRESSED, Optional.of("recipient_limit_reached"))), 1);
        store.end(failed, new TimelineEntry(MessageStatus.FAILED, Optional.of("refused"), clock.instant()));
        clock.advance(Duration.ofHours(1));
        store.expire(clock.instant());

        List<LoggedEvent> events = events();
        assertThat(types(events).subList(3, 6))
                .containsExactly("message.suppressed", "message.failed", "message.expired");
        assertThat(events.get(3).data().path("code").asString()).isEqualTo("recipient_limit_reached");
        assertThat(events.get(4).data().path("code").asString()).isEqualTo("refused");
        assertThat(events.get(5).data().has("code")).isFalse();
        assertThat(events.get(5).at()).isEqualTo(clock.instant());
    }

    @Test
    void whatAPersonWritesIsAnEventAndOpensTheConversation() {
        var answered = new MessageId(UUID.randomUUID());
        var incoming = new Incoming(
                new MessageId(UUID.randomUUID()), BOB, clock.instant(), "is it ready?", Optional.of(answered));
        store.follow(List.of(incoming), 1);

        List<LoggedEvent> events = events();
        assertThat(types(events)).containsExactly("conversation.window_opened", "message.received");
        assertThat(events.get(1).data().path("text").asString()).isEqualTo("is it ready?");
        assertThat(events.get(1).data().path("reply_to").asString()).isEqualTo(answered.toString());
        assertThat(events.get(1).data().path("contact").asString())
                .isEqualTo(events.get(0).data().path("contact").asString());
        assertThat(store.followed()).isOne();
        assertThat(incoming.toString()).doesNotContain("ready", "0102");
    }

    @Test
    void anOptOutIsToldOnceAndIsOverWhenALaterMessageArrives() {
        MessageId onItsWay = accepted("a");
        MessageId first = accepted("b");
        MessageId second = accepted("c");
        clock.advance(Duration.ofMinutes(1));
        Optional<String> code = Optional.of("recipient_opted_out");
        store.follow(List.of(progress(first, MessageStatus.SUPPRESSED, code)), 1);
        store.follow(List.of(progress(second, MessageStatus.SUPPRESSED, code)), 2);
        store.follow(List.of(progress(onItsWay, MessageStatus.DELIVERED, Optional.empty())), 3);
        assertThat(contactEvents()).containsExactly("contact.opted_out");

        clock.advance(Duration.ofMinutes(1));
        MessageId later = accepted("d");
        store.follow(List.of(progress(later, MessageStatus.DELIVERED, Optional.empty())), 4);
        MessageId another = accepted("e");
        store.follow(List.of(progress(another, MessageStatus.DELIVERED, Optional.empty())), 5);
        assertThat(contactEvents()).containsExactly("contact.opted_out", "contact.opted_in");
    }

    @Test
    void aKindThatIsRefusedIsToldOnceAndAgainWhenALaterOneArrives() {
        MessageId onItsWay = accepted("a");
        MessageId first = accepted("b");
        MessageId second = accepted("c");
        clock.advance(Duration.ofMinutes(1));
        Optional<String> code = Optional.of("recipient_preference");
        store.follow(List.of(progress(first, MessageStatus.SUPPRESSED, code)), 1);
        store.follow(List.of(progress(second, MessageStatus.SUPPRESSED, code)), 2);
        store.follow(List.of(progress(onItsWay, MessageStatus.DELIVERED, Optional.empty())), 3);
        clock.advance(Duration.ofMinutes(1));
        MessageId later = accepted("d");
        store.follow(List.of(progress(later, MessageStatus.DELIVERED, Optional.empty())), 4);
        MessageId another = accepted("e");
        store.follow(List.of(progress(another, MessageStatus.DELIVERED, Optional.empty())), 5);

        assertThat(contactEvents()).containsExactly("contact.preference_changed", "contact.preference_changed");
        assertThat(events().stream().filter(event -> event.type().wireName().startsWith("contact.")))
                .extracting(event -> event.data().path("kind").asString() + " "
                        + event.data().path("permission").asString())
                .containsExactly("RECEIPT refused", "RECEIPT allowed");
    }

    @Test
    void whatIsSuppressedForAnotherReasonIsNoPreference() {
        int cursor = 0;
        for (String code : List.of("recipient_not_opted_in", "service_window_closed", "recipient_limit_reached")) {
            cursor++;
            store.follow(List.of(progress(accepted(code), MessageStatus.SUPPRESSED, Optional.of(code))), cursor);
        }
        assertThat(contactEvents()).isEmpty();
    }

    @Test
    void cancelingAndRevokingAreDifferentEventsOfTheSameStatus() {
        MessageId canceled = accepted("a");
        MessageId revoked = accepted("b");
        assertThat(messages.cancel(canceled)).isInstanceOf(Cancellation.Canceled.class);
        assertThat(messages.revoke(revoked)).isInstanceOf(Cancellation.Canceled.class);
        assertThat(messages.revoke(canceled)).isInstanceOf(Cancellation.Canceled.class);
        store.follow(List.of(progress(revoked, MessageStatus.CANCELED, Optional.of("revoked"))), 1);

        List<LoggedEvent> events = events();
        assertThat(types(events))
                .containsExactly("message.accepted", "message.accepted", "message.canceled", "message.revoked");
        assertThat(events.getLast().data().path("status").asString()).isEqualTo("canceled");
        assertThat(events.getLast().data().path("code").asString()).isEqualTo("revoked");
    }

    @Test
    void theBusinesssOwnListIsNoWordOfThePerson() {
        new SqlSuppressions(database)
                .add(new Suppression(BOB, Suppression.Source.BUSINESS, Suppression.Reach.ALL, clock.instant()));
        MessageId scheduled = made("a", Optional.of(clock.instant().plusSeconds(60)));
        clock.advance(Duration.ofMinutes(2));
        assertThat(store.release(clock.instant())).isOne();

        assertThat(store.find(scheduled).orElseThrow().status()).isEqualTo(MessageStatus.SUPPRESSED);
        assertThat(contactEvents()).isEmpty();
    }

    private List<String> contactEvents() {
        return types(events()).stream()
                .filter(type -> type.startsWith("contact."))
                .toList();
    }

    private List<LoggedEvent> events() {
        return log.after(EventCursor.START, 100);
    }

    private static List<String> types(List<LoggedEvent> events) {
        return events.stream().map(event -> event.type().wireName()).toList();
    }

    private Progress progress(MessageId id, MessageStatus status, Optional<String> code) {
        return new Progress(id, new TimelineEntry(status, code, clock.instant()));
    }

    private MessageId accepted(String key) {
        return made(key, Optional.empty());
    }

    private MessageId made(String key, Optional<Instant> sendAt) {
        Body body = Body.newBuilder().setReceipt(Receipt.getDefaultInstance()).build();
        var draft = new Draft(
                Optional.empty(), BOB, MessageKind.RECEIPT, body, sendAt, Duration.ofHours(1), Optional.of("till 3"));
        var accepted = (Acceptance.Accepted)
                messages.accept(new IdempotencyKey(key), RequestHash.ofBytes(new byte[32]), () -> draft);
        return accepted.message().id();
    }
}
