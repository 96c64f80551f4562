package waxwing.client.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import waxwing.content.v1.Action;
import waxwing.content.v1.Body;
import waxwing.content.v1.Code;
import waxwing.content.v1.Delivery;
import waxwing.content.v1.Offer;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.Reservation;
import waxwing.content.v1.Text;
import waxwing.model.MessageKind;

/// The rules of the typed content, the same at both ends: required fields, exact sums, text without control
/// characters or links, real dates, zones and currencies. Pure: it looks at nothing but its arguments.
public final class ContentPolicy {
    private ContentPolicy() {}

    /// Checks that a body is what its label says, and then its content.
    ///
    /// @return what is wrong, in the order of the fields; empty when nothing is
    public static List<Violation> check(MessageKind kind, Body body, VerifiedDomains domains) {
        return switch (kind) {
            case RECEIPT -> body.hasReceipt() ? check(body.getReceipt(), domains) : notWhatItSays(kind);
            case RESERVATION -> body.hasReservation() ? check(body.getReservation(), domains) : notWhatItSays(kind);
            case DELIVERY -> body.hasDelivery() ? check(body.getDelivery(), domains) : notWhatItSays(kind);
            case CODE -> body.hasCode() ? check(body.getCode()) : notWhatItSays(kind);
            case OFFER -> body.hasOffer() ? check(body.getOffer(), domains) : notWhatItSays(kind);
            case CONVERSATION -> body.hasText() ? check(body.getText()) : notWhatItSays(kind);
        };
    }

    public static List<Violation> check(Receipt receipt, VerifiedDomains domains) {
        var found = new ArrayList<Violation>();
        new ReceiptRules(new Field("content.receipt", domains, found)).check(receipt);
        return List.copyOf(found);
    }

    public static List<Violation> check(Reservation reservation, VerifiedDomains domains) {
        var found = new ArrayList<Violation>();
        new ReservationRules(new Field("content.reservation", domains, found)).check(reservation);
        return List.copyOf(found);
    }

    public static List<Violation> check(Delivery delivery, VerifiedDomains domains) {
        var found = new ArrayList<Violation>();
        new DeliveryRules(new Field("content.delivery", domains, found)).check(delivery);
        return List.copyOf(found);
    }

    public static List<Violation> check(Code code) {
        var found = new ArrayList<Violation>();
        new CodeRules(new Field("content.code", VerifiedDomains.none(), found)).check(code);
        return List.copyOf(found);
    }

    public static List<Violation> check(Offer offer, VerifiedDomains domains) {
        var found = new ArrayList<Violation>();
        new OfferRules(new Field("content.offer", domains, found)).check(offer);
        return List.copyOf(found);
    }

    /// A business's part in a conversation: free text, in which links stay the text that they are.
    public static List<Violation> check(Text conversation) {
        var found = new ArrayList<Violation>();
        new ConversationRules(new Field("content.conversation", VerifiedDomains.none(), found)).check(conversation);
        return List.copyOf(found);
    }

    /// What a person may ask about a card.
    public static Set<Action.Type> offered(Body card) {
        return ActionRules.offered(card);
    }

    /// Whether an action has to say something in words.
    public static boolean needsText(Action.Type type) {
        return ActionRules.needsText(type);
    }

    /// Checks what a person asks against the card that it is about.
    public static List<Violation> check(Action action, Body card) {
        var found = new ArrayList<Violation>();
        new ActionRules(new Field("action", VerifiedDomains.none(), found)).check(action, card);
        return List.copyOf(found);
    }

    private static List<Violation> notWhatItSays(MessageKind kind) {
        return List.of(new Violation(
                "content", Violation.Code.INVALID_PARAMETER, "is not what the kind " + kind + " stands for"));
    }
}
