package waxwing.gateway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventType;
import waxwing.gateway.event.LoggedEvent;
import waxwing.gateway.telemetry.FaultTrace;
import waxwing.gateway.webhook.Attempt.Outcome;
import waxwing.gateway.webhook.DeliveryStore.Job;
import waxwing.gateway.webhook.Poster.Posted;
import waxwing.gateway.webhook.WebhookEndpoint.Reason;
import waxwing.gateway.webhook.guard.Reply;
import waxwing.gateway.webhook.guard.WebhookUrl;

/// Delivers to one endpoint, one attempt at a time: what is due, and when nothing is, what is new in the
/// log. So first attempts are made in the order of the log, and a receiver that hangs delays only what is
/// its own.
final class EndpointWorker implements Runnable {
    private static final int BATCH = 200;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(EndpointWorker.class);

    private final EndpointId id;
    private final WebhookParts parts;
    private final Semaphore work = new Semaphore(0);
    private Held held = new Held(Optional.empty(), Instant.EPOCH);

    EndpointWorker(EndpointId id, WebhookParts parts) {
        this.id = id;
        this.parts = parts;
    }

    /// A receiver that asked for a pause, and until when.
    private record Held(Optional<WebhookUrl> receiver, Instant until) {}

    private enum Step {
        WORKED,
        NOTHING_TO_DO,
        ENDPOINT_GONE
    }

    /// Says that there may be something to do.
    void wake() {
        work.release();
    }

    /// Runs until it is interrupted or the endpoint is removed. A fault is logged, and what it left undone
    /// is tried again a little later.
    @Override
    public void run() {
        try {
            Step step = Step.WORKED;
            while (step != Step.ENDPOINT_GONE && !Thread.currentThread().isInterrupted()) {
                step = stepOrFault();
                if (step == Step.NOTHING_TO_DO && work.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Step stepOrFault() throws InterruptedException {
        try {
            return step();
        } catch (RuntimeException e) {
            LOG.error("delivering to a webhook endpoint failed and will be tried again: {}", FaultTrace.of(e));
            return Step.NOTHING_TO_DO;
        }
    }

    private Step step() throws InterruptedException {
        Optional<WebhookEndpoint> found = parts.endpoints().find(id);
        if (found.isEmpty()) {
            return Step.ENDPOINT_GONE;
        }
        WebhookEndpoint endpoint = found.get();
        boolean pausing = held.receiver().equals(Optional.of(endpoint.url()))
                && held.until().isAfter(parts.now());
        if (endpoint.disabled().isPresent() || pausing) {
            return Step.NOTHING_TO_DO;
        }
        Optional<Job> due = parts.deliveries().due(id, parts.now());
        if (due.isEmpty()) {
            return take(endpoint);
        }
        attempt(endpoint, due.get());
        return Step.WORKED;
    }

    private Step take(WebhookEndpoint endpoint) {
        Optional<EventCursor> taken = parts.deliveries().taken(id);
        List<LoggedEvent> news =
                taken.map(from -> parts.log().after(from, BATCH)).orElse(List.of());
        if (news.isEmpty()) {
            return Step.NOTHING_TO_DO;
        }
        List<LoggedEvent> wanted = news.stream()
                .filter(event -> endpoint.filter().wants(event.type()))
                .toList();
        parts.deliveries().take(id, wanted, news.getLast().cursor(), parts.now());
        return Step.WORKED;
    }

    private void attempt(WebhookEndpoint endpoint, Job job) throws InterruptedException {
        Optional<LoggedEvent> event = event(job.event());
        Optional<WebhookSecrets> secrets = parts.endpoints().secrets(id);
        if (event.isEmpty()) {
            parts.deliveries().drop(id, job);
        } else if (secrets.isPresent()) {
            Instant begun = parts.now();
            Posted posted = parts.poster().post(endpoint.url(), secrets.get(), event.get());
            settle(endpoint.url(), job, event.get(), begun, posted);
        }
    }

    private Optional<LoggedEvent> event(EventCursor place) {
        return parts.log().after(new EventCursor(place.sequence() - 1), 1).stream()
                .filter(event -> event.cursor().equals(place))
                .findFirst();
    }

    private void settle(WebhookUrl url, Job job, LoggedEvent event, Instant begun, Posted posted) {
        Instant now = parts.now();
        Optional<Duration> wish = posted.answer().flatMap(answer -> RetryPolicy.wish(answer, now));
        int number = job.attempts() + 1;
        Optional<Instant> next = posted.outcome() == Outcome.DELIVERED
                ? Optional.empty()
                : RetryPolicy.next(number, now, wish, parts.random());
        var attempt = new Attempt(
                event.id(),
                event.type(),
                number,
                begun,
                Duration.between(begun, now),
                posted.outcome(),
                posted.answer().map(Reply.Answered::status),
                next);
        if (parts.deliveries().record(id, job, attempt, url, endpoint -> judged(endpoint, attempt, now))) {
            wish.ifPresent(pause -> held = new Held(Optional.of(url), now.plus(pause)));
        }
    }

    /// Within the transaction that stores the attempt.
    private WebhookEndpoint judged(WebhookEndpoint endpoint, Attempt attempt, Instant now) {
        if (attempt.outcome() == Outcome.DELIVERED) {
            return endpoint.failing(Optional.empty());
        }
        Instant since = endpoint.failingSince().orElse(now);
        WebhookEndpoint failing = endpoint.failing(Optional.of(since));
        Optional<Reason> reason = RetryPolicy.disables(attempt.statusCode(), since, now)
                .filter(_ -> endpoint.disabled().isEmpty());
        reason.ifPresent(why -> tell(why, now));
        return reason.map(why -> failing.disabledSince(why, now)).orElse(failing);
    }

    private void tell(Reason reason, Instant now) {
        var data = JsonNodeFactory.instance.objectNode();
        data.put("endpoint_id", id.value());
        data.put("reason", WebhookJson.name(reason));
        parts.log().append(EventType.WEBHOOK_ENDPOINT_DISABLED, now, data);
    }
}
