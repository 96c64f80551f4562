package waxwing.client.content;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waxwing.content.v1.Checkpoint;
import waxwing.content.v1.Delivery;
import waxwing.content.v1.Delivery.Status;

/// The rules of a delivery update.
final class DeliveryRules {
    private static final int MOST_CHECKPOINTS = 100;
    private static final int MOST_ITEMS = 100;

    private final Field delivery;

    DeliveryRules(Field delivery) {
        this.delivery = delivery;
    }

    void check(Delivery content) {
        ValueRules.entity(delivery.at("entity"), content.hasEntity(), content.getEntity());
        carrier(content);
        TextRules.require(delivery.at("tracking_number"), content.getTrackingNumber());
        TextRules.trackingUrl(delivery.at("tracking_url"), content.getTrackingUrl());
        ValueRules.choice(delivery.at("status"), content.getStatusValue(), Status.forNumber(content.getStatusValue()));
        estimate(content);
        checkpoints(content.getCheckpointsList());
        if (content.hasDeliveredAt()) {
            ValueRules.moment(delivery.at("delivered_at"), content.getDeliveredAt());
        }
        pickup(content);
        items(content.getItemsList());
        TextRules.check(delivery.at("part_of_order"), content.getPartOfOrder());
    }

    private void carrier(Delivery content) {
        Field carrier = delivery.at("carrier");
        if (!content.hasCarrier()) {
            carrier.missing();
            return;
        }
        TextRules.require(carrier.at("name"), content.getCarrier().getName());
        TextRules.check(carrier.at("code"), content.getCarrier().getCode());
    }

    private void estimate(Delivery content) {
        Optional<Instant> from = Optional.empty();
        if (content.hasEstimatedFrom()) {
            from = ValueRules.moment(delivery.at("estimated_from"), content.getEstimatedFrom());
        }
        if (content.hasEstimatedUntil()) {
            Field until = delivery.at("estimated_until");
            ValueRules.inOrder(from, ValueRules.moment(until, content.getEstimatedUntil()), until, "estimated_from");
        }
    }

    private void checkpoints(List<Checkpoint> checkpoints) {
        if (checkpoints.size() > MOST_CHECKPOINTS) {
            delivery.at("checkpoints")
                    .invalid(checkpoints.size() + " checkpoints (expected: at most " + MOST_CHECKPOINTS + ")");
            return;
        }
        for (int i = 0; i < checkpoints.size(); i++) {
            checkpoint(delivery.at("checkpoints", i), checkpoints.get(i));
        }
    }

    private static void checkpoint(Field field, Checkpoint checkpoint) {
        if (checkpoint.hasAt()) {
            ValueRules.moment(field.at("at"), checkpoint.getAt());
        } else {
            field.at("at").missing();
        }
        if (checkpoint.hasPlace()) {
            ValueRules.place(field.at("place"), checkpoint.getPlace());
        }
        ValueRules.choice(
                field.at("status"), checkpoint.getStatusValue(), Status.forNumber(checkpoint.getStatusValue()));
        TextRules.check(field.at("text"), checkpoint.getText());
    }

    private void pickup(Delivery content) {
        if (!content.hasPickup()) {
            return;
        }
        Field pickup = delivery.at("pickup");
        if (content.getPickup().hasPlace()) {
            ValueRules.place(pickup.at("place"), content.getPickup().getPlace());
        } else {
            pickup.at("place").missing();
        }
        TextRules.check(pickup.at("opens"), content.getPickup().getOpens());
        TextRules.check(pickup.at("access_code"), content.getPickup().getAccessCode());
    }

    private void items(List<String> items) {
        if (items.size() > MOST_ITEMS) {
            delivery.at("items").invalid(items.size() + " items (expected: at most " + MOST_ITEMS + ")");
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            TextRules.require(delivery.at("items", i), items.get(i));
        }
    }
}
