package waxwing.gateway.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import waxwing.client.content.ContentPolicy;
import waxwing.client.content.VerifiedDomains;
import waxwing.client.content.Violation;
import waxwing.client.relay.RelayFailureException;
import waxwing.content.v1.Body;
import waxwing.gateway.message.Identity;
import waxwing.model.MessageKind;

/// Checks content with the domains that the business may link to. Where a link breaks the rules by what is
/// known here, the relay is asked once more, for a domain that was proved a moment ago; not more often than
/// every ten seconds.
final class Links {
    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private final Identity identity;
    private final InstantSource clock;
    private Instant asked = Instant.MIN;

    Links(Identity identity, InstantSource clock) {
        this.identity = identity;
        this.clock = clock;
    }

    List<Violation> check(MessageKind kind, Body body) {
        List<Violation> found = ContentPolicy.check(kind, body, identity.domains());
        boolean foreign = found.stream().anyMatch(Violation::isForeignLink);
        return foreign && mayAsk() ? ContentPolicy.check(kind, body, asked()) : found;
    }

    private synchronized boolean mayAsk() {
        Instant now = clock.instant();
        if (now.isAfter(asked) && asked.isAfter(now.minus(BETWEEN))) {
            return false;
        }
        asked = now;
        return true;
    }

    private VerifiedDomains asked() {
        try {
            return identity.askDomains();
        } catch (RelayFailureException _) {
            return identity.domains();
        }
    }
}
