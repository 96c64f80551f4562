package waxwing.gateway.message;

import java.util.List;
import java.util.Locale;

/// Where a message stands, as the business sees it. It only moves forward: from `accepted` over `delivered` to
/// `read`, or from `accepted` to one of the ends at which nothing was delivered.
public enum MessageStatus {
    /// Durable at the gateway. Offline, unregistered and blocked recipients all look so.
    ACCEPTED,
    /// Durable at the recipient, by the recipient's own encrypted word.
    DELIVERED,
    /// Seen by the person, by the person's own encrypted word.
    READ,
    /// The person's settings refused it.
    SUPPRESSED,
    /// The relay or the client refused it.
    FAILED,
    /// Its time ran out, by the gateway's own clock, before anything else became known.
    EXPIRED;

    /// What has to be added to a timeline that ends here so that it ends with `next`; empty if that would not
    /// be a step forward. A message that was read was delivered, so the one brings the other.
    public List<MessageStatus> stepsTo(MessageStatus next) {
        return switch (this) {
            case ACCEPTED ->
                switch (next) {
                    case ACCEPTED -> List.of();
                    case READ -> List.of(DELIVERED, READ);
                    case DELIVERED, SUPPRESSED, FAILED, EXPIRED -> List.of(next);
                };
            case DELIVERED -> next == READ ? List.of(READ) : List.of();
            case READ, SUPPRESSED, FAILED, EXPIRED -> List.of();
        };
    }

    /// As the API writes it, for example `accepted`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
