package waxwing.gateway.message;

import java.util.List;
import java.util.Locale;

/// Where a message stands, as the business sees it. It only moves forward: from `scheduled` to `accepted`, over
/// `delivered` to `read`, or to one of the ends at which nothing was delivered.
public enum MessageStatus {
    /// Durable at the gateway, to be sent at its time.
    SCHEDULED,
    /// Durable at the gateway. Offline, unregistered and blocked recipients all look so.
    ACCEPTED,
    /// Durable at the recipient, by the recipient's own encrypted word.
    DELIVERED,
    /// Seen by the person, by the person's own encrypted word.
    READ,
    /// The person's settings refused it, or the gateway's own list of suppressions when its time came.
    SUPPRESSED,
    /// The relay or the client refused it.
    FAILED,
    /// Its time ran out, by the gateway's own clock, before anything else became known.
    EXPIRED,
    /// The business took it back before the relay had it.
    CANCELED;

    /// What has to be added to a timeline that ends here so that it ends with `next`; empty if that would not
    /// be a step forward. A message that was read was delivered, so the one brings the other.
    public List<MessageStatus> stepsTo(MessageStatus next) {
        return switch (this) {
            case SCHEDULED ->
                switch (next) {
                    case ACCEPTED, SUPPRESSED, CANCELED -> List.of(next);
                    case SCHEDULED, DELIVERED, READ, FAILED, EXPIRED -> List.of();
                };
            case ACCEPTED ->
                switch (next) {
                    case SCHEDULED, ACCEPTED -> List.of();
                    case READ -> List.of(DELIVERED, READ);
                    case DELIVERED, SUPPRESSED, FAILED, EXPIRED, CANCELED -> List.of(next);
                };
            case DELIVERED -> next == READ ? List.of(READ) : List.of();
            case READ, SUPPRESSED, FAILED, EXPIRED, CANCELED -> List.of();
        };
    }

    /// Whether nothing follows.
    boolean isEnd() {
        return switch (this) {
            case SCHEDULED, ACCEPTED, DELIVERED -> false;
            case READ, SUPPRESSED, FAILED, EXPIRED, CANCELED -> true;
        };
    }

    /// As the API writes it, for example `accepted`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
