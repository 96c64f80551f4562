package waxwing.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import waxwing.gateway.MutableClock;
import waxwing.gateway.event.CursorExpiredException;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.event.EventType;
import waxwing.gateway.webhook.Attempt.Outcome;
import waxwing.gateway.webhook.DeliveryStore.Job;
import waxwing.gateway.webhook.WebhookEndpoint.Reason;
import waxwing.gateway.webhook.Webhooks.Replayed;
import waxwing.gateway.webhook.guard.HostResolver;
import waxwing.gateway.webhook.guard.Receivers;
import waxwing.gateway.webhook.guard.TargetClient;
import waxwing.gateway.webhook.guard.TargetGuard;
import waxwing.gateway.webhook.guard.WebhookUrl;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// What endpoints are still to get, and what attempts come to, while nothing is posted.
class DeliveriesTest {
    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private final TargetGuard guard = new TargetGuard(HostResolver.system(), Receivers.PUBLIC_AND_LOOPBACK);
    private final TargetClient client = new TargetClient();
    private Database database;
    private EventLog log;
    private Webhooks webhooks;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 2));
        database.migrate("waxwing/gateway/db");
        log = new EventLog(database, clock, new SecureRandom());
        webhooks = new Webhooks(database, log, guard, client, clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        database.close();
        client.close();
        guard.close();
    }

    @Test
    void anEventIsQueuedOnceHoweverOftenItIsReplayed() throws Exception {
        happens(3);
        EndpointId id = register();

        for (int i = 0; i < 3; i++) {
            assertThat(webhooks.replay(id, EventCursor.START)).contains(new Replayed(3, Optional.empty()));
            assertThat(webhooks.waiting(id)).isEqualTo(3);
        }
    }

    @Test
    void aReplayTakesOnlySoManyEventsAndSaysWhereToGoOn() throws Exception {
        int beyond = 7;
        happens(Webhooks.MOST_REPLAYED + beyond);
        EndpointId id = register();

        Replayed first = webhooks.replay(id, EventCursor.START).orElseThrow();
        assertThat(first.queued()).isEqualTo(Webhooks.MOST_REPLAYED);
        assertThat(webhooks.replay(id, first.next().orElseThrow())).contains(new Replayed(beyond, Optional.empty()));
        assertThat(webhooks.waiting(id)).isEqualTo(Webhooks.MOST_REPLAYED + beyond);
    }

    @Test
    void whatIsBehindThePlaceOfTheEndpointIsNotReplayed() throws Exception {
        happens(2);
        EndpointId id = register();
        happens(2);

        assertThat(webhooks.replay(id, EventCursor.START)).contains(new Replayed(2, Optional.empty()));
        assertThat(webhooks.waiting(id)).isEqualTo(2);
    }

    @Test
    void aReplayFromBehindAForgottenEventIsRefused() throws Exception {
        happens(2);
        EventCursor first = log.after(EventCursor.START, 1).getFirst().cursor();
        EndpointId id = register();
        clock.advance(EventLog.KEPT);
        log.forgetOld();

        assertThatThrownBy(() -> webhooks.replay(id, first)).isInstanceOf(CursorExpiredException.class);
        assertThat(webhooks.waiting(id)).isZero();
    }

    @Test
    void attemptsAreForgottenWithTheEvents() throws Exception {
        happens(1);
        EndpointId id = register();
        webhooks.replay(id, EventCursor.START);
        fails(id, Optional.of(clock.instant()));
        clock.advance(EventLog.KEPT.dividedBy(2));
        fails(id, Optional.of(clock.instant()));
        clock.advance(EventLog.KEPT.dividedBy(2));
        webhooks.forgetOld();

        assertThat(webhooks.attempts(Optional.of(id), Long.MAX_VALUE, 10))
                .extracting(entry -> entry.attempt().number())
                .containsExactly(2);
    }

    @Test
    void aReplayDuringTheLastAttemptStandsWhenThatFails() throws Exception {
        happens(1);
        EndpointId id = register();
        webhooks.replay(id, EventCursor.START);
        for (int attempt = 1; attempt < RetryPolicy.PAUSES.size() + 1; attempt++) {
            fails(id, Optional.of(clock.instant()));
        }
        Job last = due(id);
        webhooks.replay(id, EventCursor.START);
        fails(id, last, Optional.empty());

        assertThat(due(id)).isEqualTo(new Job(last.event(), 0));
    }

    @Test
    void anEndpointThatMovedIsNotJudgedByItsFormerUrl() throws Exception {
        happens(1);
        EndpointId id = register();
        webhooks.replay(id, EventCursor.START);
        Job job = due(id);
        WebhookUrl before = webhooks.find(id).orElseThrow().url();
        moves(id);

        boolean judged = record(id, job, attempt(job, Outcome.REJECTED, Optional.empty()), before);

        assertThat(judged).isFalse();
        assertThat(webhooks.find(id).orElseThrow().disabled()).isEmpty();
        assertThat(due(id)).isEqualTo(job);
        assertThat(webhooks.attempts(Optional.of(id), Long.MAX_VALUE, 10))
                .extracting(entry -> entry.attempt().next())
                .containsExactly(Optional.of(clock.instant()));
    }

    @Test
    void whatTheFormerUrlTookIsDelivered() throws Exception {
        happens(1);
        EndpointId id = register();
        webhooks.replay(id, EventCursor.START);
        Job job = due(id);
        WebhookUrl before = webhooks.find(id).orElseThrow().url();
        moves(id);
        record(id, job, attempt(job, Outcome.DELIVERED, Optional.empty()), before);

        assertThat(webhooks.waiting(id)).isZero();
    }

    private void moves(EndpointId id) throws InterruptedException {
        Optional<WebhookUrl> other = Optional.of(webhooks.url("https://127.0.0.2:4443/"));
        webhooks.change(id, new EndpointChange(other, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private void fails(EndpointId id, Optional<Instant> next) {
        fails(id, due(id), next);
    }

    private void fails(EndpointId id, Job job, Optional<Instant> next) {
        record(
                id,
                job,
                attempt(job, Outcome.REJECTED, next),
                webhooks.find(id).orElseThrow().url());
    }

    private Attempt attempt(Job job, Outcome outcome, Optional<Instant> next) {
        var event = log.after(EventCursor.START, 1).getFirst();
        int number = job.attempts() + 1;
        return new Attempt(
                event.id(), event.type(), number, clock.instant(), Duration.ZERO, outcome, Optional.of(500), next);
    }

    /// Whoever is judged is disabled.
    private boolean record(EndpointId id, Job job, Attempt attempt, WebhookUrl posted) {
        return webhooks.parts()
                .deliveries()
                .record(id, job, attempt, posted, endpoint -> endpoint.disabledSince(Reason.GONE, clock.instant()));
    }

    private Job due(EndpointId id) {
        return webhooks.parts().deliveries().due(id, clock.instant()).orElseThrow();
    }

    private EndpointId register() throws InterruptedException {
        var registered = (Registration.Registered)
                webhooks.register(webhooks.url("https://127.0.0.1:4443/"), "", EventFilter.of(List.of()));
        return registered.endpoint().id();
    }

    private void happens(int times) {
        database.inTransaction(_ -> {
            IntStream.range(0, times)
                    .forEach(_ -> log.append(
                            EventType.MESSAGE_ACCEPTED, clock.instant(), JsonNodeFactory.instance.objectNode()));
            return times;
        });
    }
}
