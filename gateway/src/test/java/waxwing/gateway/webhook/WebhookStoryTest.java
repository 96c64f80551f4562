package waxwing.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import waxwing.gateway.MutableClock;
import waxwing.gateway.Receiver;
import waxwing.gateway.Receiver.Behaviour;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.event.EventType;
import waxwing.gateway.event.LoggedEvent;
import waxwing.gateway.webhook.Attempt.Outcome;
import waxwing.gateway.webhook.EndpointChange.Standing;
import waxwing.gateway.webhook.WebhookEndpoint.Reason;
import waxwing.gateway.webhook.guard.HostResolver;
import waxwing.gateway.webhook.guard.Receivers;
import waxwing.gateway.webhook.guard.TargetClient;
import waxwing.gateway.webhook.guard.TargetGuard;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// Events on their way to real receivers, with a clock that the test moves.
class WebhookStoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private final List<Receiver> receivers = new ArrayList<>();
    private final TargetGuard guard = new TargetGuard(HostResolver.system(), Receivers.PUBLIC_AND_LOOPBACK);
    private final TargetClient client = new TargetClient();
    private Database database;
    private EventLog log;
    private Webhooks webhooks;
    private Dispatch dispatch;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 2));
        database.migrate("waxwing/gateway/db");
        log = new EventLog(database, clock, new SecureRandom());
        webhooks = new Webhooks(database, log, guard, client, clock, new SecureRandom());
        dispatch = Dispatch.start(webhooks, log);
    }

    @AfterEach
    void close() {
        stop();
        receivers.forEach(Receiver::close);
        guard.close();
        client.close();
    }

    private void stop() {
        dispatch.close();
        database.close();
    }

    @Test
    void everyEventArrivesOnceInOrderAndSigned() throws Exception {
        Receiver receiver = receiver();
        Registration.Registered registered = register(receiver, "");
        happens(20);

        awaitAttempts(registered, 20);
        assertThat(receiver.requests()).extracting(Receiver.Request::id).containsExactlyElementsOf(ids());
        for (Receiver.Request request : receiver.requests()) {
            String signature = new Webhook(registered.secret().reveal())
                    .sign(request.id(), Long.parseLong(request.timestamp()), request.body());
            assertThat(request.signature()).isEqualTo(signature);
            assertThat(request.json().propertyNames()).containsExactly("type", "timestamp", "data");
        }
        assertThat(attempts(registered))
                .hasSize(20)
                .allSatisfy(attempt -> assertThat(attempt.outcome()).isEqualTo(Outcome.DELIVERED));
        awaitNothingWaiting(registered);
    }

    @Test
    void anEndpointGetsOnlyWhatItAskedForAndOnlyFromItsRegistrationOn() throws Exception {
        happens(3);
        Receiver all = receiver();
        Receiver some = receiver();
        register(all, "");
        register(some, "contact.opted_out");
        happens(2);
        log.append(EventType.CONTACT_OPTED_OUT, clock.instant(), JsonNodeFactory.instance.objectNode());

        awaitReceived(all, 3);
        awaitReceived(some, 1);
        assertThat(some.requests()).extracting(Receiver.Request::type).containsExactly("contact.opted_out");
    }

    @Test
    void aReceiverThatHangsDelaysNobodyElse() throws Exception {
        Receiver hanging = receiver();
        hanging.behaves(new Behaviour.Hangs());
        Receiver lively = receiver();
        register(hanging, "");
        register(lively, "");
        happens(10);

        awaitReceived(lively, 10);
        assertThat(hanging.requests().size()).isLessThanOrEqualTo(1);
    }

    @Test
    void aReceiverThatIsDownForAnHourGetsEverythingOnceWhenItComesBack() throws Exception {
        Receiver down = receiver();
        int port = down.port();
        Registration.Registered registered = register(down, "");
        down.close();
        happens(5);
        awaitAttempts(registered, 5);
        assertThat(attempts(registered))
                .allSatisfy(attempt -> assertThat(attempt.outcome()).isEqualTo(Outcome.UNREACHABLE));

        passes(Duration.ofSeconds(6), registered, 10);
        passes(Duration.ofMinutes(6), registered, 15);
        passes(Duration.ofMinutes(53), registered, 20);
        Receiver back = new Receiver(port);
        receivers.add(back);
        passes(Duration.ofMinutes(144), registered, 25);

        assertThat(back.requests()).extracting(Receiver.Request::id).containsExactlyInAnyOrderElementsOf(ids());
        assertThat(attempts(registered).stream().filter(attempt -> attempt.outcome() == Outcome.DELIVERED))
                .hasSize(5)
                .allSatisfy(attempt -> assertThat(attempt.number()).isEqualTo(5));
        awaitNothingWaiting(registered);
    }

    @Test
    void whatIsAnswered500IsTriedTenTimesAndGivenUp() throws Exception {
        Receiver receiver = receiver();
        receiver.behaves(new Behaviour.Answers(500));
        Registration.Registered registered = register(receiver, "");
        happens(1);
        awaitAttempts(registered, 1);
        int attempts = 1;
        for (Duration pause : RetryPolicy.PAUSES) {
            attempts++;
            passes(pause.plus(pause.dividedBy(5)), registered, attempts);
        }
        awaitNothingWaiting(registered);
        clock.advance(Duration.ofDays(1));
        dispatch.refresh();

        assertThat(receiver.requests()).extracting(Receiver.Request::id).containsOnly(ids().getFirst());
        List<Attempt> made = attempts(registered);
        assertThat(made).hasSize(10).extracting(Attempt::number).containsExactly(10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        assertThat(made).allSatisfy(attempt -> assertThat(attempt.statusCode()).contains(500));
        assertThat(made.getFirst().next()).isEmpty();
    }

    @Test
    void aRedirectToThisMachineIsNotFollowed() throws Exception {
        Receiver secret = receiver();
        Receiver redirecting = receiver();
        redirecting.behaves(new Behaviour.AnswersWith(307, "Location", secret.url()));
        Registration.Registered registered = register(redirecting, "");
        happens(1);
        awaitAttempts(registered, 1);

        assertThat(secret.requests()).isEmpty();
        assertThat(attempts(registered).getFirst().outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(attempts(registered).getFirst().statusCode()).contains(307);
    }

    @Test
    void aReceiverThatAsksForAPauseGetsOne() throws Exception {
        Receiver receiver = receiver();
        receiver.behaves(new Behaviour.AnswersWith(503, "Retry-After", "120"));
        Registration.Registered registered = register(receiver, "");
        happens(3);
        awaitAttempts(registered, 1);
        receiver.behaves(new Behaviour.Answers(200));
        clock.advance(Duration.ofSeconds(119));
        dispatch.refresh();
        assertThat(receiver.requests()).hasSize(1);

        clock.advance(Duration.ofSeconds(2));
        dispatch.refresh();
        awaitReceived(receiver, 4);
        assertThat(receiver.requests()).extracting(Receiver.Request::id).containsAll(ids());
    }

    @Test
    void anEndpointThatSaysItIsGoneIsDisabledAndTheOthersAreTold() throws Exception {
        Receiver gone = receiver();
        gone.behaves(new Behaviour.Answers(410));
        Receiver other = receiver();
        Registration.Registered registered = register(gone, "");
        register(other, "webhook_endpoint.disabled");
        happens(3);

        awaitReceived(other, 1);
        assertThat(other.requests()
                        .getFirst()
                        .json()
                        .path("data")
                        .path("endpoint_id")
                        .asString())
                .isEqualTo(registered.endpoint().id().value());
        assertThat(other.requests()
                        .getFirst()
                        .json()
                        .path("data")
                        .path("reason")
                        .asString())
                .isEqualTo("gone");
        assertThat(gone.requests()).hasSize(1);
        assertThat(endpoint(registered).disabled().orElseThrow().reason()).isEqualTo(Reason.GONE);
    }

    @Test
    void anEndpointThatFailedForFiveDaysIsDisabledAndGetsTheRestWhenItIsEnabled() throws Exception {
        Receiver receiver = receiver();
        receiver.behaves(new Behaviour.Answers(500));
        Registration.Registered registered = register(receiver, "");
        happens(1);
        awaitAttempts(registered, 1);
        clock.advance(Duration.ofDays(5));
        dispatch.refresh();
        await().atMost(PATIENCE).until(() -> endpoint(registered).disabled().isPresent());
        assertThat(endpoint(registered).disabled().orElseThrow().reason()).isEqualTo(Reason.FAILING);
        happens(2);

        receiver.behaves(new Behaviour.Answers(200));
        int before = receiver.requests().size();
        webhooks.change(registered.endpoint().id(), EndpointChange.of(Standing.ENABLED));
        clock.advance(Duration.ofDays(1));
        dispatch.refresh();
        awaitReceived(receiver, before + 4);
        assertThat(receiver.requests().subList(before, before + 4))
                .extracting(Receiver.Request::type)
                .containsExactlyInAnyOrder(
                        "message.accepted", "webhook_endpoint.disabled", "message.accepted", "message.accepted");
    }

    @Test
    void aSuccessBeginsTheFiveDaysAnew() throws Exception {
        Receiver receiver = receiver();
        receiver.behaves(new Behaviour.Answers(500));
        Registration.Registered registered = register(receiver, "");
        happens(1);
        awaitAttempts(registered, 1);
        assertThat(endpoint(registered).failingSince()).contains(clock.instant());
        receiver.behaves(new Behaviour.Answers(204));
        passes(Duration.ofDays(4), registered, 2);

        assertThat(endpoint(registered).failingSince()).isEmpty();
    }

    @Test
    void whatWasNotDeliveredBeforeARestartIsDeliveredAfterIt() throws Exception {
        Receiver receiver = receiver();
        receiver.behaves(new Behaviour.Hangs());
        Registration.Registered registered = register(receiver, "");
        happens(3);
        awaitReceived(receiver, 1);
        stop();
        receiver.behaves(new Behaviour.Answers(200));
        open();

        awaitReceived(receiver, 4);
        awaitNothingWaiting(registered);
        assertThat(receiver.requests()).extracting(Receiver.Request::id).containsAll(ids());
        assertThat(receiver.requests()).hasSize(4);
    }

    @Test
    void aReplayBringsEverythingAgainUnderTheSameIds() throws Exception {
        Receiver receiver = receiver();
        Registration.Registered registered = register(receiver, "");
        happens(4);
        awaitReceived(receiver, 4);
        awaitNothingWaiting(registered);
        EventCursor second = log.after(EventCursor.START, 2).getLast().cursor();

        assertThat(webhooks.replay(registered.endpoint().id(), second))
                .contains(new Webhooks.Replayed(2, Optional.empty()));
        dispatch.refresh();
        awaitReceived(receiver, 6);
        assertThat(receiver.requests().subList(4, 6))
                .extracting(Receiver.Request::id)
                .containsExactlyElementsOf(ids().subList(2, 4));
    }

    @Test
    void aTestEventGoesOutAtOnceAndStandsInNoLog() throws Exception {
        Receiver receiver = receiver();
        Registration.Registered registered = register(receiver, "contact.opted_out");

        Attempt attempt = webhooks.test(registered.endpoint().id()).orElseThrow();
        assertThat(attempt.outcome()).isEqualTo(Outcome.DELIVERED);
        assertThat(receiver.requests()).extracting(Receiver.Request::type).containsExactly("webhook_endpoint.test");
        assertThat(log.after(EventCursor.START, 10)).isEmpty();
        assertThat(attempts(registered)).containsExactly(attempt);
    }

    @Test
    void anEndpointThatIsRemovedGetsNothingMore() throws Exception {
        Receiver receiver = receiver();
        Registration.Registered registered = register(receiver, "");
        happens(1);
        awaitReceived(receiver, 1);
        assertThat(webhooks.remove(registered.endpoint().id())).isTrue();
        Receiver other = receiver();
        register(other, "");
        happens(1);

        awaitReceived(other, 1);
        assertThat(receiver.requests()).hasSize(1);
        assertThat(webhooks.remove(registered.endpoint().id())).isFalse();
    }

    private Receiver receiver() {
        var receiver = new Receiver();
        receivers.add(receiver);
        return receiver;
    }

    private Registration.Registered register(Receiver receiver, String types) throws InterruptedException {
        EventFilter filter = EventFilter.of(types.isEmpty() ? List.of() : List.of(types));
        var registered = (Registration.Registered) webhooks.register(webhooks.url(receiver.url()), "", filter);
        dispatch.refresh();
        return registered;
    }

    private void happens(int times) {
        IntStream.range(0, times)
                .forEach(_ ->
                        log.append(EventType.MESSAGE_ACCEPTED, clock.instant(), JsonNodeFactory.instance.objectNode()));
    }

    private void passes(Duration time, Registration.Registered registered, int attempts) {
        clock.advance(time);
        dispatch.refresh();
        awaitAttempts(registered, attempts);
    }

    private List<String> ids() {
        return log.after(EventCursor.START, 100).stream()
                .map(LoggedEvent::id)
                .map(Object::toString)
                .toList();
    }

    private WebhookEndpoint endpoint(Registration.Registered registered) {
        return webhooks.find(registered.endpoint().id()).orElseThrow();
    }

    private List<Attempt> attempts(Registration.Registered registered) {
        return webhooks.attempts(Optional.of(registered.endpoint().id()), Long.MAX_VALUE, 200).stream()
                .map(Attempt.Entry::attempt)
                .toList();
    }

    private void awaitAttempts(Registration.Registered registered, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(attempts(registered)).hasSize(count));
    }

    private static void awaitReceived(Receiver receiver, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.requests()).hasSize(count));
    }

    private void awaitNothingWaiting(Registration.Registered registered) {
        await().atMost(PATIENCE)
                .until(() -> webhooks.waiting(registered.endpoint().id()) == 0);
    }
}
