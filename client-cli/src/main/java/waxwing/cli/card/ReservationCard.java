package waxwing.cli.card;

import java.util.List;
import waxwing.cli.terminal.SafeText;
import waxwing.content.v1.Party;
import waxwing.content.v1.Reservation;

/// A reservation as rows.
final class ReservationCard {
    private ReservationCard() {}

    static SafeText title(Reservation reservation) {
        return SafeText.of("Reservation {}", reservation.getReservationNumber());
    }

    static SafeText summary(Reservation reservation, When when) {
        return reservation.hasStart()
                ? SafeText.of(
                        "reservation {}: {}, {}",
                        Rows.words(reservation.getStatus()),
                        reservation.getWhat(),
                        when.moment(reservation.getStart()))
                : SafeText.of("reservation {}: {}", Rows.words(reservation.getStatus()), reservation.getWhat());
    }

    static List<SafeText> rows(Reservation reservation, When when) {
        Rows rows = new Rows()
                .labelled(SafeText.of("Status"), Rows.words(reservation.getStatus()))
                .labelled(SafeText.of("What"), SafeText.line(reservation.getWhat()))
                .labelled(SafeText.of("Kind"), Rows.words(reservation.getType()))
                .labelled(SafeText.of("With"), SafeText.line(reservation.getProvider()));
        if (reservation.hasStart()) {
            rows.labelled(SafeText.of("From"), when.moment(reservation.getStart()));
        }
        if (reservation.hasEnd()) {
            rows.labelled(SafeText.of("Until"), when.moment(reservation.getEnd()));
        }
        if (reservation.hasParty()) {
            rows.labelled(SafeText.of("Party"), party(reservation.getParty()));
        }
        rows.labelled(SafeText.of("Name"), SafeText.line(reservation.getUnderName()))
                .labelled(SafeText.of("Seat"), SafeText.line(reservation.getSeat()))
                .place(SafeText.of("Where"), reservation.getPlace());
        money(rows, reservation);
        if (reservation.hasCancelBy()) {
            rows.labelled(SafeText.of("Cancel by"), when.moment(reservation.getCancelBy()));
        }
        return rows.labelled(SafeText.of("Policy"), SafeText.line(reservation.getCancellationPolicy()))
                .all();
    }

    private static void money(Rows rows, Reservation reservation) {
        if (reservation.hasDeposit()) {
            rows.amount(SafeText.of("Deposit"), reservation.getDeposit());
        }
        if (reservation.hasTotal()) {
            rows.amount(SafeText.of("Total"), reservation.getTotal());
        }
    }

    private static SafeText party(Party party) {
        SafeText size = SafeText.of("{}", party.getSize());
        return party.getAdults() == 0 && party.getChildren() == 0
                ? size
                : SafeText.of("{} (adults {}, children {})", size, party.getAdults(), party.getChildren());
    }
}
