package waxwing.gateway.event;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What an event tells of. Its name on the wire has two parts, for example `message.delivered`.
public enum EventType {
    MESSAGE_SCHEDULED("message"),
    MESSAGE_ACCEPTED("message"),
    MESSAGE_DELIVERED("message"),
    MESSAGE_READ("message"),
    MESSAGE_SUPPRESSED("message"),
    MESSAGE_FAILED("message"),
    MESSAGE_EXPIRED("message"),
    MESSAGE_CANCELED("message"),
    MESSAGE_REVOKED("message"),
    /// A person wrote to the business.
    MESSAGE_RECEIVED("message"),
    /// A person asked for something on a card.
    RESERVATION_CONFIRM_REQUESTED("reservation"),
    RESERVATION_CHANGE_REQUESTED("reservation"),
    RESERVATION_CANCEL_REQUESTED("reservation"),
    DELIVERY_INSTRUCTIONS_RECEIVED("delivery"),
    RECEIPT_DISPUTED("receipt"),
    /// A kind that a person had opted out of reached them again.
    CONTACT_OPTED_IN("contact"),
    CONTACT_OPTED_OUT("contact"),
    /// A kind is let through by a person who had refused it, or the other way round, as its messages showed.
    CONTACT_PREFERENCE_CHANGED("contact"),
    /// The business may write free text to a person, for 24 hours from their last message on.
    CONVERSATION_WINDOW_OPENED("conversation"),
    CONVERSATION_WINDOW_CLOSED("conversation"),
    /// The relay delivers the business's messages, from now on or again.
    BUSINESS_VERIFIED("business"),
    /// The relay's operator has stopped the business.
    BUSINESS_SUSPENDED("business"),
    /// What people make of its messages is rated otherwise by the relay.
    BUSINESS_QUALITY_CHANGED("business"),
    LIMITS_TIER_CHANGED("limits"),
    /// Nothing goes to an endpoint any more: it said that it is gone, or failed for days.
    WEBHOOK_ENDPOINT_DISABLED("webhook_endpoint"),
    /// Sent to one endpoint on request; it is not in the log.
    WEBHOOK_ENDPOINT_TEST("webhook_endpoint");

    private final String wireName;

    EventType(String subject) {
        this.wireName = subject + "." + name().substring(subject.length() + 1).toLowerCase(Locale.ROOT);
    }

    public String wireName() {
        return wireName;
    }

    /// The event of a message that reached a status.
    ///
    /// @param status as the API writes it, for example `delivered`
    public static EventType ofStatus(String status) {
        return parse("message." + status)
                .orElseThrow(() -> new IllegalArgumentException("status " + status + " has no event"));
    }

    public static Optional<EventType> parse(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }

    /// Those that the log has and an endpoint can ask for.
    public static List<EventType> logged() {
        return Arrays.stream(values())
                .filter(type -> type != WEBHOOK_ENDPOINT_TEST)
                .toList();
    }
}
