package waxwing.client.content;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waxwing.content.v1.Reservation;
import waxwing.content.v1.Reservation.Action;
import waxwing.content.v1.Reservation.Status;
import waxwing.model.Money;

/// The rules of a reservation.
final class ReservationRules {
    private final Field reservation;

    ReservationRules(Field reservation) {
        this.reservation = reservation;
    }

    void check(Reservation content) {
        ValueRules.entity(reservation.at("entity"), content.hasEntity(), content.getEntity());
        TextRules.require(reservation.at("reservation_number"), content.getReservationNumber());
        ValueRules.choice(
                reservation.at("status"), content.getStatusValue(), Status.forNumber(content.getStatusValue()));
        ValueRules.choice(
                reservation.at("type"), content.getTypeValue(), Reservation.Type.forNumber(content.getTypeValue()));
        TextRules.require(reservation.at("what"), content.getWhat());
        TextRules.check(reservation.at("provider"), content.getProvider());
        when(content);
        party(content);
        TextRules.check(reservation.at("under_name"), content.getUnderName());
        if (content.hasPlace()) {
            ValueRules.place(reservation.at("place"), content.getPlace());
        }
        TextRules.check(reservation.at("seat"), content.getSeat());
        money(content);
        if (content.hasCancelBy()) {
            ValueRules.moment(reservation.at("cancel_by"), content.getCancelBy());
        }
        TextRules.check(reservation.at("cancellation_policy"), content.getCancellationPolicy());
        actions(content.getActionsValueList());
    }

    private void when(Reservation content) {
        Optional<Instant> start = Optional.empty();
        if (content.hasStart()) {
            start = ValueRules.moment(reservation.at("start"), content.getStart());
        } else {
            reservation.at("start").missing();
        }
        if (content.hasEnd()) {
            Field end = reservation.at("end");
            ValueRules.inOrder(start, ValueRules.moment(end, content.getEnd()), end, "start");
        }
    }

    private void party(Reservation content) {
        Field party = reservation.at("party");
        if (!content.hasParty()) {
            party.missing();
        } else if (content.getParty().getSize() == 0) {
            party.at("size").missing();
        }
    }

    private void money(Reservation content) {
        Optional<Money> total = Optional.empty();
        if (content.hasTotal()) {
            total = ValueRules.money(reservation.at("total"), content.getTotal());
        }
        if (content.hasDeposit()) {
            Field field = reservation.at("deposit");
            Optional<Money> deposit = ValueRules.money(field, content.getDeposit());
            if (total.isPresent()
                    && deposit.isPresent()
                    && !total.get().currencyCode().equals(deposit.get().currencyCode())) {
                field.mismatch("is in " + deposit.get().currencyCode() + ", but the total is in "
                        + total.get().currencyCode() + " (expected: one currency throughout)");
            }
        }
    }

    private void actions(List<Integer> actions) {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < actions.size(); i++) {
            int action = actions.get(i);
            Field field = reservation.at("actions", i);
            if (action == 0 || Action.forNumber(action) == null) {
                field.invalid("is not an action (expected: CONFIRM, CHANGE or CANCEL)");
            } else if (!seen.add(action)) {
                field.invalid("stands in the list twice");
            }
        }
    }
}
