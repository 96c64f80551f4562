package waxwing.gateway.sandbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import waxwing.client.messages.StateReason;
import waxwing.content.v1.Action;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// The people of a sandbox. Their numbers are of the range that the North American Numbering Plan keeps for
/// fiction (555-0100 to 555-0199), so that they are nobody's. What is not here is a [#READER].
public enum SimulatedPerson {
    READER("00", "delivered and read at once; so is every number that is not in this list", (_, _) -> Deed.reads()),
    NON_READER("10", "delivered, never read", (_, _) -> Deed.deliversAfter(Duration.ZERO)),
    SLOW("11", "delivered after 10 minutes", (_, _) -> Deed.deliversAfter(Duration.ofMinutes(10))),
    OFFLINE("12", "offline: nothing after `accepted`, `expired` in the end", (_, _) -> Deed.nothing()),
    BLOCKING("13", "has blocked the business: looks the same", (_, _) -> Deed.nothing()),
    UNREGISTERED("14", "is not registered: looks the same", (_, _) -> Deed.nothing()),
    REINSTALLED(
            "15",
            "has a changed identity key: `failed` with `refused`",
            (_, _) -> Deed.failed(StateReason.IDENTITY_CHANGED)),
    OPTED_OUT(
            "20",
            "has stopped all: `suppressed` with `recipient_opted_out`",
            (_, _) -> Deed.suppressed(StateReason.RECIPIENT_OPTED_OUT)),
    NO_OFFERS(
            "21",
            "has stopped offers: OFFER `suppressed` with `recipient_opted_out`",
            only(MessageKind.OFFER, StateReason.RECIPIENT_OPTED_OUT)),
    NOT_OPTED_IN(
            "22",
            "has not asked for offers: OFFER `suppressed` with `recipient_not_opted_in`",
            only(MessageKind.OFFER, StateReason.RECIPIENT_NOT_OPTED_IN)),
    CHOOSY(
            "23",
            "does not want this kind: `suppressed` with `recipient_preference`",
            (_, _) -> Deed.suppressed(StateReason.RECIPIENT_PREFERENCE)),
    SILENT(
            "24",
            "has to write first: CONVERSATION `suppressed` with `service_window_closed`, until 24 hours after they wrote",
            (kind, windowOpen) -> windowOpen
                    ? Deed.reads()
                    : only(MessageKind.CONVERSATION, StateReason.SERVICE_WINDOW_CLOSED)
                            .to(kind, false)),
    SATED(
            "25",
            "gets too many: `suppressed` with `recipient_limit_reached`",
            (_, _) -> Deed.suppressed(StateReason.RECIPIENT_LIMIT_REACHED)),
    UNVERIFIED_TO(
            "30",
            "as if the business were not approved: `failed` with `sender_not_verified`",
            (_, _) -> Deed.failed(StateReason.SENDER_NOT_VERIFIED)),
    SUSPENDED_TO(
            "31",
            "as if the business were suspended: `failed` with `sender_suspended`",
            (_, _) -> Deed.failed(StateReason.SENDER_SUSPENDED)),
    FORBIDDEN(
            "32",
            "as if the kind were not allowed to the business: `failed` with `kind_not_allowed`",
            (_, _) -> Deed.failed(StateReason.KIND_NOT_ALLOWED)),
    TOO_SMALL(
            "33",
            "as if the message were too large: `failed` with `message_too_large`",
            (_, _) -> Deed.failed(StateReason.MESSAGE_TOO_LARGE)),
    BEYOND_TIER(
            "34",
            "as if the business had written to as many people as its tier lets it: `failed` with `tier_exceeded`",
            (_, _) -> Deed.failed(StateReason.TIER_EXCEEDED)),
    FAILING("35", "`failed` with `refused`", (_, _) -> Deed.failed(StateReason.REFUSED)),
    THANKFUL("40", "reads and answers \"Thank you!\"", (_, _) -> Deed.reads(new Deed.Says("Thank you!"))),
    CONFIRMING("41", "reads and confirms a reservation that offers it", asking(Action.Type.CONFIRM_RESERVATION, "")),
    CHANGING(
            "42",
            "reads and asks to change a reservation that offers it",
            asking(Action.Type.CHANGE_RESERVATION, "At nine, please")),
    CANCELING("43", "reads and cancels a reservation that offers it", asking(Action.Type.CANCEL_RESERVATION, "")),
    DISPUTING("44", "reads and disputes a receipt", asking(Action.Type.DISPUTE_RECEIPT, "I had one tartlet")),
    INSTRUCTING(
            "45",
            "reads and gives instructions for a delivery that is on its way",
            asking(Action.Type.INSTRUCT_DELIVERY, "Leave it with the neighbour"));

    private static final String RANGE = "+120255501";

    private final String digits;
    private final String summary;

    @SuppressWarnings("ImmutableEnumChecker") // All of them are functions without state.
    private final Manner manner;

    /// What somebody does about a message of a kind.
    @FunctionalInterface
    private interface Manner {
        /// @param windowOpen whether they wrote in the last 24 hours
        List<Deed.Timed> to(MessageKind kind, boolean windowOpen);
    }

    SimulatedPerson(String digits, String summary, Manner manner) {
        this.digits = digits;
        this.summary = summary;
        this.manner = manner;
    }

    private static Manner only(MessageKind refused, StateReason reason) {
        return (kind, _) -> kind == refused ? Deed.suppressed(reason) : Deed.reads();
    }

    private static Manner asking(Action.Type type, String text) {
        return (_, _) -> Deed.reads(new Deed.Asks(type, text));
    }

    static SimulatedPerson of(PhoneNumber number) {
        return Arrays.stream(values())
                .filter(person -> person.number().equals(number))
                .findFirst()
                .orElse(READER);
    }

    public PhoneNumber number() {
        return PhoneNumber.ofE164(RANGE + digits);
    }

    /// What becomes of messages to them, as the documentation has it.
    public String summary() {
        return summary;
    }

    /// For example `opted_out`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// In the order of its happening.
    List<Deed.Timed> reactTo(MessageKind kind, boolean windowOpen) {
        return manner.to(kind, windowOpen);
    }
}
