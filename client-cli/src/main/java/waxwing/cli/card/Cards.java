package waxwing.cli.card;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waxwing.cli.terminal.SafeText;
import waxwing.content.v1.Body;
import waxwing.content.v1.Entity;

/// Draws a business's typed content.
public final class Cards {
    private static final SafeText INDENT = SafeText.of("  ");

    private final When when;

    /// @param here the reader's zone
    public Cards(ZoneId here) {
        this.when = new When(here);
    }

    /// The whole card: a title, then its rows, indented. A later revision says that it is one.
    public List<SafeText> card(Body body) {
        List<SafeText> card = new ArrayList<>();
        int revision = entity(body).getRevision();
        card.add(INDENT.plus(
                revision > 1 ? SafeText.of("{} [updated, revision {}]", title(body), revision) : title(body)));
        rows(body).forEach(row -> card.add(INDENT.plus(row)));
        return card;
    }

    /// The content on one line, for lists.
    public SafeText summary(Body body) {
        return switch (body.getBodyCase()) {
            case TEXT -> SafeText.line(body.getText().getText());
            case RECEIPT -> ReceiptCard.summary(body.getReceipt());
            case RESERVATION -> ReservationCard.summary(body.getReservation(), when);
            case DELIVERY -> DeliveryCard.summary(body.getDelivery());
            case CODE -> CodeCard.summary(body.getCode());
            case OFFER -> OfferCard.summary(body.getOffer());
            case ACTION -> SafeText.line(ActionWords.of(body.getAction()).toString());
            case STATUSES, REPAIR_REQUEST, SENT_COPY, BODY_NOT_SET -> unknown();
        };
    }

    /// What a message says if it is no card: a text, or what a person asks about a card.
    public static Optional<SafeText> said(Body body) {
        return switch (body.getBodyCase()) {
            case TEXT -> Optional.of(SafeText.body(body.getText().getText()));
            case ACTION -> Optional.of(ActionWords.of(body.getAction()));
            case RECEIPT, RESERVATION, DELIVERY, CODE, OFFER, STATUSES, REPAIR_REQUEST, SENT_COPY, BODY_NOT_SET ->
                Optional.empty();
        };
    }

    private SafeText title(Body body) {
        return switch (body.getBodyCase()) {
            case RECEIPT -> ReceiptCard.title(body.getReceipt());
            case RESERVATION -> ReservationCard.title(body.getReservation());
            case DELIVERY -> DeliveryCard.title(body.getDelivery());
            case CODE -> CodeCard.title();
            case OFFER -> OfferCard.title(body.getOffer());
            case TEXT, ACTION, STATUSES, REPAIR_REQUEST, SENT_COPY, BODY_NOT_SET -> unknown();
        };
    }

    private List<SafeText> rows(Body body) {
        return switch (body.getBodyCase()) {
            case RECEIPT -> ReceiptCard.rows(body.getReceipt());
            case RESERVATION -> ReservationCard.rows(body.getReservation(), when);
            case DELIVERY -> DeliveryCard.rows(body.getDelivery(), when);
            case CODE -> CodeCard.rows(body.getCode(), when);
            case OFFER -> OfferCard.rows(body.getOffer(), when);
            case TEXT -> SafeText.body(body.getText().getText()).lines();
            case ACTION -> ActionWords.of(body.getAction()).lines();
            case STATUSES, REPAIR_REQUEST, SENT_COPY, BODY_NOT_SET -> List.of();
        };
    }

    private static Entity entity(Body body) {
        return switch (body.getBodyCase()) {
            case RECEIPT -> body.getReceipt().getEntity();
            case RESERVATION -> body.getReservation().getEntity();
            case DELIVERY -> body.getDelivery().getEntity();
            case OFFER -> body.getOffer().getEntity();
            case TEXT, CODE, ACTION, STATUSES, REPAIR_REQUEST, SENT_COPY, BODY_NOT_SET -> Entity.getDefaultInstance();
        };
    }

    private static SafeText unknown() {
        return SafeText.of("(a message of a kind that this version does not know)");
    }
}
