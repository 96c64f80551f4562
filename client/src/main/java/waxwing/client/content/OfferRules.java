package waxwing.client.content;

import java.time.Instant;
import java.util.Optional;
import waxwing.content.v1.Offer;

/// The rules of an offer.
final class OfferRules {
    private static final int LONGEST_TEXT = 1_000;

    private final Field offer;

    OfferRules(Field offer) {
        this.offer = offer;
    }

    void check(Offer content) {
        ValueRules.entity(offer.at("entity"), content.hasEntity(), content.getEntity());
        TextRules.require(offer.at("title"), content.getTitle());
        if (TextRules.requireLines(offer.at("text"), content.getText(), LONGEST_TEXT)) {
            TextRules.refuseLink(offer.at("text"), content.getText());
        }
        if (content.hasPrice()) {
            ValueRules.money(offer.at("price"), content.getPrice());
        }
        TextRules.check(offer.at("discount_code"), content.getDiscountCode());
        validity(content);
        TextRules.url(offer.at("terms_url"), content.getTermsUrl());
    }

    private void validity(Offer content) {
        Optional<Instant> from = Optional.empty();
        if (content.hasValidFrom()) {
            from = ValueRules.moment(offer.at("valid_from"), content.getValidFrom());
        }
        Field through = offer.at("valid_through");
        if (content.hasValidThrough()) {
            ValueRules.inOrder(from, ValueRules.moment(through, content.getValidThrough()), through, "valid_from");
        } else {
            through.missing();
        }
    }
}
