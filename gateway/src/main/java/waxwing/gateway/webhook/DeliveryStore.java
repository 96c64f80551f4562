package waxwing.gateway.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.LoggedEvent;
import waxwing.gateway.webhook.guard.WebhookUrl;

/// What each endpoint is still to get, and what came of each attempt. Each method is one transaction.
interface DeliveryStore {
    /// One event that an endpoint is still to get.
    ///
    /// @param event the place of the event in the log
    /// @param attempts made so far
    record Job(EventCursor event, int attempts) {}

    /// Where the log was looked through up to for an endpoint.
    Optional<EventCursor> taken(EndpointId id);

    /// Queues events of the log for an endpoint, and remembers that the log was looked through up to there.
    void take(EndpointId id, List<LoggedEvent> wanted, EventCursor upTo, Instant now);

    /// Queues events for an endpoint once more, whatever became of them before; one that is queued already
    /// begins anew.
    void queue(EndpointId id, List<LoggedEvent> events, Instant now);

    /// What is due for an endpoint: of first attempts the oldest event's.
    Optional<Job> due(EndpointId id, Instant now);

    /// How many events an endpoint is still to get.
    long waiting(EndpointId id);

    /// Takes a job off the queue whose event is not in the log any more.
    void drop(EndpointId id, Job job);

    /// Stores what came of an attempt at a job, with what follows: the job is done, or due at [Attempt#next].
    /// An endpoint that has another URL by now is not judged by its former one, and a job that failed there is
    /// due at once.
    ///
    /// @param posted where the attempt was made
    /// @param judgement makes of the endpoint, as it stands now, what the attempt means for it; within the
    ///     transaction
    /// @return whether the endpoint was judged
    boolean record(
            EndpointId id, Job job, Attempt attempt, WebhookUrl posted, UnaryOperator<WebhookEndpoint> judgement);

    /// Stores what came of an attempt that no job stands behind.
    void note(EndpointId id, Attempt attempt);

    /// The newest attempts before a position, newest first.
    List<Attempt.Entry> attempts(Optional<EndpointId> of, long before, int limit);

    /// Forgets some of the oldest attempts, as far as they are of this time or older ones.
    ///
    /// @return how many
    int forgetUntil(Instant time);
}
