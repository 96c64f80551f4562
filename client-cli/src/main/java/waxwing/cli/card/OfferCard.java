package waxwing.cli.card;

import java.util.List;
import waxwing.cli.terminal.SafeText;
import waxwing.content.v1.Offer;

/// An offer as rows. How to stop offers is not content and stands under the card.
final class OfferCard {
    private OfferCard() {}

    static SafeText title(Offer offer) {
        return SafeText.of("Offer: {}", offer.getTitle());
    }

    static SafeText summary(Offer offer) {
        return SafeText.of("offer: {}", offer.getTitle());
    }

    static List<SafeText> rows(Offer offer, When when) {
        Rows rows = new Rows().labelled(SafeText.of("What"), SafeText.body(offer.getText()));
        if (offer.hasPrice()) {
            rows.amount(SafeText.of("Price"), offer.getPrice());
        }
        rows.labelled(SafeText.of("With code"), SafeText.line(offer.getDiscountCode()));
        if (offer.hasValidFrom()) {
            rows.labelled(SafeText.of("From"), when.moment(offer.getValidFrom()));
        }
        if (offer.hasValidThrough()) {
            rows.labelled(SafeText.of("Until"), when.moment(offer.getValidThrough()));
        }
        return rows.link(SafeText.of("Terms"), offer.getTermsUrl()).all();
    }
}
