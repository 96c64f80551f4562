package waxwing.gateway.webhook;

import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import waxwing.gateway.event.EventLog;

/// What everything that delivers stands on.
record WebhookParts(
        EndpointStore endpoints,
        DeliveryStore deliveries,
        EventLog log,
        Poster poster,
        InstantSource clock,
        RandomGenerator random) {

    Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
