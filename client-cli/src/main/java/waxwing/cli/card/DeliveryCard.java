package waxwing.cli.card;

import java.util.List;
import waxwing.cli.terminal.SafeText;
import waxwing.content.v1.Checkpoint;
import waxwing.content.v1.Delivery;

/// A parcel on its way as rows.
final class DeliveryCard {
    private DeliveryCard() {}

    static SafeText title(Delivery delivery) {
        return delivery.getPartOfOrder().isEmpty()
                ? SafeText.of("Parcel {}", delivery.getTrackingNumber())
                : SafeText.of("Parcel {} of order {}", delivery.getTrackingNumber(), delivery.getPartOfOrder());
    }

    static SafeText summary(Delivery delivery) {
        return SafeText.of("delivery {}: {}", delivery.getTrackingNumber(), Rows.words(delivery.getStatus()));
    }

    static List<SafeText> rows(Delivery delivery, When when) {
        Rows rows = new Rows()
                .labelled(SafeText.of("Status"), Rows.words(delivery.getStatus()))
                .labelled(
                        SafeText.of("Carrier"),
                        SafeText.line(delivery.getCarrier().getName()))
                .link(SafeText.of("Track at"), delivery.getTrackingUrl());
        if (delivery.hasEstimatedFrom()) {
            rows.labelled(SafeText.of("Expected"), when.moment(delivery.getEstimatedFrom()));
        }
        if (delivery.hasEstimatedUntil()) {
            rows.labelled(SafeText.of("until"), when.moment(delivery.getEstimatedUntil()));
        }
        if (delivery.hasDeliveredAt()) {
            rows.labelled(SafeText.of("Delivered"), when.moment(delivery.getDeliveredAt()));
        }
        if (delivery.hasPickup()) {
            rows.place(SafeText.of("Pick up at"), delivery.getPickup().getPlace())
                    .labelled(
                            SafeText.of("Open"),
                            SafeText.line(delivery.getPickup().getOpens()))
                    .labelled(
                            SafeText.of("Pickup code"),
                            SafeText.line(delivery.getPickup().getAccessCode()));
        }
        rows.labelled(
                SafeText.of("Contents"),
                Rows.commaSeparated(delivery.getItemsList().toArray(String[]::new)));
        delivery.getCheckpointsList().forEach(checkpoint -> checkpoint(rows, checkpoint, when));
        return rows.all();
    }

    private static void checkpoint(Rows rows, Checkpoint checkpoint, When when) {
        SafeText at = checkpoint.hasAt() ? when.moment(checkpoint.getAt()) : SafeText.EMPTY;
        rows.text(SafeText.of("  * {}", at));
        SafeText what = Rows.commaSeparated(
                Rows.words(checkpoint.getStatus()).toString(),
                checkpoint.getPlace().getName(),
                checkpoint.getText());
        if (!what.isEmpty()) {
            rows.text(SafeText.of("    {}", what));
        }
    }
}
