package waxwing.gateway.webhook;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import waxwing.gateway.event.LoggedEvent;
import waxwing.gateway.webhook.Attempt.Outcome;
import waxwing.gateway.webhook.guard.Clearance;
import waxwing.gateway.webhook.guard.Reply;
import waxwing.gateway.webhook.guard.Target;
import waxwing.gateway.webhook.guard.TargetClient;
import waxwing.gateway.webhook.guard.TargetGuard;
import waxwing.gateway.webhook.guard.WebhookUrl;

/// Signs an event and posts it once, if its target is one that may be posted to at this moment.
final class Poster {
    private final TargetGuard guard;
    private final TargetClient client;
    private final InstantSource clock;

    Poster(TargetGuard guard, TargetClient client, InstantSource clock) {
        this.guard = guard;
        this.client = client;
        this.clock = clock;
    }

    /// What came of it.
    ///
    /// @param answer if there was one
    record Posted(Outcome outcome, Optional<Reply.Answered> answer) {
        private static Posted without(Outcome outcome) {
            return new Posted(outcome, Optional.empty());
        }
    }

    Posted post(WebhookUrl url, WebhookSecrets secrets, LoggedEvent event) throws InterruptedException {
        return switch (guard.clear(url)) {
            case Clearance.Refused _ -> Posted.without(Outcome.ADDRESS_REFUSED);
            case Clearance.Unresolved _ -> Posted.without(Outcome.UNRESOLVED);
            case Clearance.Cleared(Target target) -> post(target, secrets, event);
        };
    }

    private Posted post(Target target, WebhookSecrets secrets, LoggedEvent event) throws InterruptedException {
        byte[] body = event.toPayload();
        var now = Instant.ofEpochMilli(clock.millis());
        return switch (client.post(target, secrets.headers(event.id().value(), now, body), body)) {
            case Reply.Answered answered ->
                new Posted(
                        RetryPolicy.isSuccess(answered.status()) ? Outcome.DELIVERED : Outcome.REJECTED,
                        Optional.of(answered));
            case Reply.Unreachable _ -> Posted.without(Outcome.UNREACHABLE);
            case Reply.TlsFailed _ -> Posted.without(Outcome.TLS_FAILED);
            case Reply.TimedOut _ -> Posted.without(Outcome.TIMED_OUT);
            case Reply.Broken _ -> Posted.without(Outcome.BROKEN);
        };
    }
}
