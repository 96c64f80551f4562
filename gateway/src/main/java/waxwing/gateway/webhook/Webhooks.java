package waxwing.gateway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.JsonNodeFactory;
import waxwing.gateway.event.CursorExpiredException;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventId;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.event.EventType;
import waxwing.gateway.event.LoggedEvent;
import waxwing.gateway.webhook.EndpointChange.Standing;
import waxwing.gateway.webhook.WebhookEndpoint.Reason;
import waxwing.gateway.webhook.guard.Clearance;
import waxwing.gateway.webhook.guard.Reply;
import waxwing.gateway.webhook.guard.TargetClient;
import waxwing.gateway.webhook.guard.TargetGuard;
import waxwing.gateway.webhook.guard.WebhookUrl;
import waxwing.model.MalformedValueException;
import waxwing.store.Database;

/// The business's webhook endpoints: registers them, changes them, tells what came of each attempt.
/// Delivering is done by [Dispatch].
public final class Webhooks {
    /// How many endpoints there may be.
    public static final int MOST = 20;

    /// How many events of the log one replay looks at.
    public static final int MOST_REPLAYED = 10_000;

    private static final int BATCH = 500;

    private final WebhookParts parts;
    private final TargetGuard guard;

    public Webhooks(
            Database database,
            EventLog log,
            TargetGuard guard,
            TargetClient client,
            InstantSource clock,
            RandomGenerator random) {
        this(database, log, guard, client, clock, random, clock);
    }

    /// @param signing the time of signatures, which receivers compare with their own
    public Webhooks(
            Database database,
            EventLog log,
            TargetGuard guard,
            TargetClient client,
            InstantSource clock,
            RandomGenerator random,
            InstantSource signing) {
        this.guard = guard;
        this.parts = new WebhookParts(
                new SqlEndpointStore(database),
                new SqlDeliveryStore(database),
                log,
                new Poster(guard, client, signing),
                clock,
                random);
    }

    WebhookParts parts() {
        return parts;
    }

    /// Reads the URL of an endpoint.
    ///
    /// @throws MalformedValueException if it is none that could be registered
    public WebhookUrl url(String text) {
        return guard.read(text);
    }

    /// Registers an endpoint; it gets what happens from now on.
    public Registration register(WebhookUrl url, String description, EventFilter filter) throws InterruptedException {
        if (parts.endpoints().list().size() >= MOST) {
            return new Registration.TooMany(MOST);
        }
        Optional<Registration> objection = objection(url);
        if (objection.isPresent()) {
            return objection.get();
        }
        var secret = WebhookSecret.generate(parts.random());
        var endpoint = new WebhookEndpoint(
                EndpointId.fresh(parts.random()),
                url,
                description,
                filter,
                parts.now(),
                Optional.empty(),
                Optional.empty());
        parts.endpoints().add(endpoint, secret, parts.log().end());
        return new Registration.Registered(endpoint, secret);
    }

    private Optional<Registration> objection(WebhookUrl url) throws InterruptedException {
        return switch (guard.clear(url)) {
            case Clearance.Cleared _ -> Optional.empty();
            case Clearance.Refused(String why) -> Optional.of(new Registration.AddressRefused(why));
            case Clearance.Unresolved _ -> Optional.of(new Registration.HostUnknown());
        };
    }

    public Optional<WebhookEndpoint> find(EndpointId id) {
        return parts.endpoints().find(id);
    }

    /// All of them, oldest first.
    public List<WebhookEndpoint> list() {
        return parts.endpoints().list();
    }

    /// How many events an endpoint is still to get.
    public long waiting(EndpointId id) {
        return parts.deliveries().waiting(id);
    }

    /// Changes an endpoint. One that is disabled keeps its place in the log: enabled again, it gets what
    /// happened meanwhile.
    public Registration change(EndpointId id, EndpointChange change) throws InterruptedException {
        if (change.url().isPresent()) {
            Optional<Registration> objection = objection(change.url().get());
            if (objection.isPresent()) {
                return objection.get();
            }
        }
        return parts.endpoints()
                .change(id, endpoint -> changed(endpoint, change))
                .<Registration>map(Registration.Changed::new)
                .orElseGet(Registration.NotFound::new);
    }

    private WebhookEndpoint changed(WebhookEndpoint endpoint, EndpointChange change) {
        WebhookEndpoint next = change.url().map(endpoint::with).orElse(endpoint);
        next = change.description().map(next::described).orElse(next);
        next = change.filter().map(next::wanting).orElse(next);
        boolean disable = change.standing().equals(Optional.of(Standing.DISABLED));
        if (disable && next.disabled().isEmpty()) {
            return next.disabledSince(Reason.REQUESTED, parts.now());
        }
        return change.standing().equals(Optional.of(Standing.ENABLED)) ? next.enabled() : next;
    }

    /// @return whether there was one
    public boolean remove(EndpointId id) {
        return parts.endpoints().remove(id);
    }

    /// A secret that was just made; nobody can see it again.
    ///
    /// @param previousUntil until when the one before signs too
    public record Rotated(WebhookSecret secret, Instant previousUntil) {}

    /// Gives an endpoint a new secret; the one before signs too for a while.
    public Optional<Rotated> rotateSecret(EndpointId id, Duration overlap) {
        return parts.endpoints().secrets(id).map(before -> {
            var rotated = new Rotated(
                    WebhookSecret.generate(parts.random()), parts.now().plus(overlap));
            var previous = new WebhookSecrets.Previous(before.current(), rotated.previousUntil());
            parts.endpoints().putSecrets(id, new WebhookSecrets(rotated.secret(), Optional.of(previous)));
            return rotated;
        });
    }

    /// Posts a test event, once and now, even to a disabled endpoint; empty if there is none.
    public Optional<Attempt> test(EndpointId id) throws InterruptedException {
        Optional<WebhookEndpoint> endpoint = parts.endpoints().find(id);
        Optional<WebhookSecrets> secrets = parts.endpoints().secrets(id);
        if (endpoint.isEmpty() || secrets.isEmpty()) {
            return Optional.empty();
        }
        Instant begun = parts.now();
        var event = new LoggedEvent(
                EventCursor.START,
                EventId.fresh(parts.clock(), parts.random()),
                EventType.WEBHOOK_ENDPOINT_TEST,
                begun,
                JsonNodeFactory.instance.objectNode().put("endpoint_id", id.value()));
        Poster.Posted posted = parts.poster().post(endpoint.get().url(), secrets.get(), event);
        var attempt = new Attempt(
                event.id(),
                event.type(),
                1,
                begun,
                Duration.between(begun, parts.now()),
                posted.outcome(),
                posted.answer().map(Reply.Answered::status),
                Optional.empty());
        parts.deliveries().note(id, attempt);
        return Optional.of(attempt);
    }

    /// What a replay has queued.
    ///
    /// @param queued how many events
    /// @param next where to go on, if there is more than one replay takes
    public record Replayed(long queued, Optional<EventCursor> next) {}

    /// Queues what the log has behind a cursor for an endpoint once more, as far as it wants it. At most
    /// [#MOST_REPLAYED] events are looked at.
    ///
    /// @return empty if there is no such endpoint
    /// @throws CursorExpiredException if an event behind the cursor is not kept any more
    public Optional<Replayed> replay(EndpointId id, EventCursor after) {
        parts.log().requireKept(after);
        return parts.endpoints().find(id).map(endpoint -> replay(endpoint, after));
    }

    private Replayed replay(WebhookEndpoint endpoint, EventCursor after) {
        // What is behind this will be delivered anyway.
        EventCursor end = parts.deliveries().taken(endpoint.id()).orElse(EventCursor.START);
        EventCursor from = after;
        long queued = 0;
        for (int looked = 0; looked < MOST_REPLAYED; looked += BATCH) {
            List<LoggedEvent> batch = parts.log().after(from, BATCH).stream()
                    .filter(event -> event.cursor().sequence() <= end.sequence())
                    .toList();
            List<LoggedEvent> wanted = batch.stream()
                    .filter(event -> endpoint.filter().wants(event.type()))
                    .toList();
            parts.deliveries().queue(endpoint.id(), wanted, parts.now());
            queued += wanted.size();
            if (batch.size() < BATCH) {
                return new Replayed(queued, Optional.empty());
            }
            from = batch.getLast().cursor();
        }
        return new Replayed(queued, Optional.of(from).filter(place -> place.sequence() < end.sequence()));
    }

    /// The newest attempts before a position, newest first.
    public List<Attempt.Entry> attempts(Optional<EndpointId> of, long before, int limit) {
        return parts.deliveries().attempts(of, before, limit);
    }

    /// Forgets attempts that have been kept for as long as events, in small transactions.
    public void forgetOld() {
        Instant time = parts.now().minus(EventLog.KEPT);
        while (parts.deliveries().forgetUntil(time) > 0) {
            // There may be more.
        }
    }
}
