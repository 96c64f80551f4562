package waxwing.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.messages.Backlog;
import waxwing.client.registration.ProvenDomain;
import waxwing.gateway.webhook.WebhookEndpoint;
import waxwing.gateway.webhook.WebhookEndpoint.Reason;
import waxwing.gateway.webhook.WebhookJson;

/// How the gateway is doing, as its operator needs to know: in `status` and `check`, and in the metrics.
///
/// @param connected whether there is a stream to the relay
/// @param domains that are proved, or were until lately, as far as the relay has said
/// @param diskFree bytes, where the data folder is
record Condition(
        Instant at,
        boolean connected,
        Unsent unsent,
        List<Endpoint> endpoints,
        List<ProvenDomain> domains,
        long diskFree) {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long LITTLE = 512 * MEBIBYTE;

    /// Accepted messages that the relay does not have.
    ///
    /// @param queued how many of them the client does not have either
    /// @param held how many of those are held because enough waits for the person whom they are for
    /// @param all of them; the oldest of those that are not held
    /// @param most how many there may be
    record Unsent(long queued, long held, Backlog all, int most) {
        boolean isFull() {
            return all.messages() >= most;
        }
    }

    /// @param waiting how many events it is still to get
    record Endpoint(WebhookEndpoint endpoint, long waiting) {
        State state() {
            if (endpoint.disabled().isPresent()) {
                return State.DISABLED;
            }
            return endpoint.failingSince().isPresent() ? State.FAILING : State.ENABLED;
        }
    }

    enum State {
        ENABLED,
        /// Its last attempt failed.
        FAILING,
        DISABLED
    }

    /// For how long the oldest message has been waiting.
    Optional<Duration> oldestAge() {
        return unsent.all()
                .oldest()
                .map(since -> Duration.between(since, at))
                .map(age -> age.isNegative() ? Duration.ZERO : age);
    }

    /// What somebody should look at, a line each.
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!connected) {
            warnings.add("no connection to the relay; accepted messages wait, and it keeps trying");
        }
        if (unsent.isFull()) {
            warnings.add(unsent.all().messages()
                    + " messages wait for the relay, as many as may: requests to send are refused");
        } else if (connected) {
            oldestAge()
                    .filter(age -> age.compareTo(LONG) > 0)
                    .ifPresent(age -> warnings.add("a message has been waiting for the relay for " + age.toMinutes()
                            + " minutes, though it is connected"));
        }
        endpoints.forEach(one -> warning(one).ifPresent(warnings::add));
        warnings.addAll(DomainEnds.warnings(domains, at));
        if (diskFree < LITTLE) {
            warnings.add("only " + diskFree / MEBIBYTE + " MiB are free on the disk of the data folder");
        }
        return warnings;
    }

    private static Optional<String> warning(Endpoint one) {
        String name = "webhook endpoint " + one.endpoint().id();
        return switch (one.state()) {
            case ENABLED -> Optional.empty();
            case FAILING ->
                one.endpoint()
                        .failingSince()
                        .map(since -> name + " has been failing since " + since.truncatedTo(ChronoUnit.SECONDS) + "; "
                                + one.waiting() + " events wait for it");
            case DISABLED ->
                one.endpoint()
                        .disabled()
                        .filter(disabled -> disabled.reason() != Reason.REQUESTED)
                        .map(disabled -> name + " is disabled because it "
                                + (disabled.reason() == Reason.GONE ? "said that it is gone" : "failed for days"));
        };
    }

    void describe(ObjectNode json) {
        json.put("connected", connected);
        json.put("waiting_to_be_sent", unsent.queued());
        json.put("held", unsent.held());
        json.put("unsent", unsent.all().messages());
        json.put("most_unsent", unsent.most());
        json.put("oldest_unsent_s", oldestAge().map(Duration::toSeconds).orElse(null));
        json.put("disk_free_bytes", diskFree);
        var list = json.putArray("webhook_endpoints");
        endpoints.forEach(one -> list.add(WebhookJson.endpoint(one.endpoint(), one.waiting())));
        var lines = json.putArray("warnings");
        warnings().forEach(lines::add);
    }
}
