package waxwing.gateway.standing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.messages.Changes;
import waxwing.client.registration.BusinessProfile;
import waxwing.client.registration.BusinessProfile.Quality;
import waxwing.client.registration.BusinessProfile.Standing;
import waxwing.client.relay.RelayFailureException;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.event.EventType;
import waxwing.gateway.message.Transport;
import waxwing.gateway.standing.StandingStore.Known;
import waxwing.gateway.standing.StandingStore.Told;
import waxwing.gateway.telemetry.FaultTrace;
import waxwing.store.Database;

/// Asks the relay how it sees the business whenever that may have changed, and writes an event for what did.
///
/// What was told is stored in one transaction with its events: each change is told once, whenever the gateway or the
/// relay is killed. What changed and changed back while nobody asked is no change. The first rating that is heard of is
/// no change either.
public final class StandingWatch implements Runnable {
    private static final Duration ASK_AGAIN = Duration.ofHours(1);
    private static final Duration RETRY = Duration.ofSeconds(30);
    /// What a business is that nobody has decided about.
    private static final Told AT_FIRST = new Told(Standing.PENDING, Optional.empty(), 1, Optional.empty());

    private static final Logger LOG = LoggerFactory.getLogger(StandingWatch.class);

    private final Database database;
    private final StandingStore store;
    private final EventLog events;
    private final Transport transport;
    private final InstantSource clock;
    private volatile Optional<BusinessProfile> last = Optional.empty();

    /// @param database the one that the store and the events are in
    public StandingWatch(
            Database database, StandingStore store, EventLog events, Transport transport, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.events = events;
        this.transport = transport;
        this.clock = clock;
    }

    /// Runs until it is interrupted. While the relay can't be asked it is asked again when there is a connection.
    @Override
    public void run() {
        Changes changes = transport.standingChanges();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long seen = changes.version();
                boolean answered = transport.connected() && look();
                boolean _ = changes.awaitAfter(seen, answered ? ASK_AGAIN : RETRY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What the relay said last; empty until it was asked since this start.
    public Optional<BusinessProfile> last() {
        return last;
    }

    /// @return whether there was an answer
    private boolean look() {
        try {
            note(transport.profile());
            return true;
        } catch (RelayFailureException _) {
            return false;
        } catch (RuntimeException e) {
            LOG.error("the business's standing could not be noted and will be asked for again: {}", FaultTrace.of(e));
            return false;
        }
    }

    /// The relay said that the business is this.
    void note(BusinessProfile profile) {
        last = Optional.of(profile);
        Instant now = Instant.ofEpochMilli(clock.millis());
        Told told = new Told(
                profile.standing(),
                profile.suspensionReason(),
                profile.limits().tier(),
                Optional.of(profile.quality()));
        database.inRetriedTransaction(_ -> {
            Told before = store.find().map(Known::told).orElse(AT_FIRST);
            store.put(new Known(told, now));
            if (told.standing() == Standing.VERIFIED && before.standing() != Standing.VERIFIED) {
                events.append(EventType.BUSINESS_VERIFIED, now, business().put("name", profile.name()));
            }
            if (told.standing() == Standing.SUSPENDED
                    && !(before.standing() == Standing.SUSPENDED
                            && before.reason().equals(told.reason()))) {
                ObjectNode data = business();
                told.reason().ifPresent(reason -> data.put("reason", reason));
                events.append(EventType.BUSINESS_SUSPENDED, now, data);
            }
            if (told.tier() != before.tier()) {
                events.append(EventType.LIMITS_TIER_CHANGED, now, tier(profile, before.tier()));
            }
            before.quality()
                    .filter(quality -> !quality.equals(profile.quality()))
                    .ifPresent(quality -> events.append(
                            EventType.BUSINESS_QUALITY_CHANGED, now, quality(profile.quality(), quality)));
            return told;
        });
    }

    private ObjectNode business() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("business_id", transport.id().toString());
    }

    private ObjectNode quality(Quality quality, Quality before) {
        ObjectNode data = business().put("rating", name(quality.rating()));
        var reasons = data.putArray("reasons");
        quality.reasons().forEach(reason -> reasons.add(name(reason)));
        return data.put("previous_rating", name(before.rating()));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode tier(BusinessProfile profile, int before) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("tier", profile.limits().tier());
        data.put("previous_tier", before);
        profile.limits()
                .people()
                .ifPresentOrElse(people -> data.put("people_per_day", people), () -> data.putNull("people_per_day"));
        return data;
    }
}
