package waxwing.client.content;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import waxwing.content.v1.Body;
import waxwing.content.v1.Reservation;

/// For how long a card is of use to whoever was sent it, so that its sender has to know it.
public final class Askable {
    private Askable() {}

    /// Until when a person has reason to ask for what a card offers: a reservation's actions until its time. Empty if
    /// the card names no such time.
    public static Optional<Instant> until(Body card) {
        Reservation reservation = card.getReservation();
        return ActionRules.offered(card).isEmpty()
                ? Optional.empty()
                : Stream.of(reservation.getStart(), reservation.getEnd())
                        .flatMap(time -> ValueRules.moment(nobodyReads(), time).stream())
                        .max(Instant::compareTo);
    }

    private static Field nobodyReads() {
        return new Field("", VerifiedDomains.none(), new ArrayList<>());
    }
}
