package waxwing.client.content;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import waxwing.content.v1.Action;
import waxwing.content.v1.Body;
import waxwing.content.v1.Delivery;
import waxwing.content.v1.Entity;
import waxwing.content.v1.Reservation;

/// The rules of what a person asks about a card: something that the card offers, in words where it needs
/// them.
final class ActionRules {
    private static final int LONGEST_TEXT = 1_000;

    private final Field action;

    ActionRules(Field action) {
        this.action = action;
    }

    /// What may be asked about a card; nothing about what is no card.
    static Set<Action.Type> offered(Body card) {
        return switch (card.getBodyCase()) {
            case RECEIPT -> EnumSet.of(Action.Type.DISPUTE_RECEIPT);
            case RESERVATION -> offered(card.getReservation().getActionsList());
            case DELIVERY -> offered(card.getDelivery().getStatus());
            case TEXT, CODE, OFFER, ACTION, STATUSES, REPAIR_REQUEST, SENT_COPY, BODY_NOT_SET ->
                EnumSet.noneOf(Action.Type.class);
        };
    }

    private static Set<Action.Type> offered(List<Reservation.Action> listed) {
        Set<Action.Type> types = EnumSet.noneOf(Action.Type.class);
        for (Reservation.Action one : listed) {
            switch (one) {
                case CONFIRM -> types.add(Action.Type.CONFIRM_RESERVATION);
                case CHANGE -> types.add(Action.Type.CHANGE_RESERVATION);
                case CANCEL -> types.add(Action.Type.CANCEL_RESERVATION);
                case ACTION_UNSPECIFIED, UNRECOGNIZED -> {
                    // Nothing that could be asked.
                }
            }
        }
        return types;
    }

    private static Set<Action.Type> offered(Delivery.Status status) {
        return switch (status) {
            case PENDING,
                    INFO_RECEIVED,
                    IN_TRANSIT,
                    OUT_FOR_DELIVERY,
                    ATTEMPT_FAILED,
                    AVAILABLE_FOR_PICKUP,
                    EXCEPTION -> EnumSet.of(Action.Type.INSTRUCT_DELIVERY);
            case DELIVERED, RETURNED, CANCELLED, EXPIRED, STATUS_UNSPECIFIED, UNRECOGNIZED ->
                EnumSet.noneOf(Action.Type.class);
        };
    }

    /// Whether nothing can be done without words.
    static boolean needsText(Action.Type type) {
        return switch (type) {
            case CHANGE_RESERVATION, INSTRUCT_DELIVERY, DISPUTE_RECEIPT -> true;
            case CONFIRM_RESERVATION, CANCEL_RESERVATION, TYPE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }

    void check(Action content, Body card) {
        if (!content.getEntity().equals(entity(card))) {
            action.at("entity").invalid("is not the card's (expected: the id and the revision of the message's card)");
        }
        type(content.getType(), offered(card));
        text(content);
    }

    private void type(Action.Type type, Set<Action.Type> offered) {
        if (type == Action.Type.TYPE_UNSPECIFIED) {
            action.at("type").missing();
        } else if (!offered.contains(type)) {
            action.at("type")
                    .invalid("is " + type + ", which the card does not offer (expected one of: " + offered + ")");
        }
    }

    private void text(Action content) {
        if (needsText(content.getType()) || !content.getText().isEmpty()) {
            TextRules.requireLines(action.at("text"), content.getText(), LONGEST_TEXT);
        }
    }

    private static Entity entity(Body card) {
        return switch (card.getBodyCase()) {
            case RECEIPT -> card.getReceipt().getEntity();
            case RESERVATION -> card.getReservation().getEntity();
            case DELIVERY -> card.getDelivery().getEntity();
            case TEXT, CODE, OFFER, ACTION, STATUSES, REPAIR_REQUEST, SENT_COPY, BODY_NOT_SET ->
                Entity.getDefaultInstance();
        };
    }
}
