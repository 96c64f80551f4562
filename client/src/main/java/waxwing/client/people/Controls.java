package waxwing.client.people;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import waxwing.client.people.BusinessView.Permission;
import waxwing.client.people.GeneralControls.FirstMessages;
import waxwing.client.people.GeneralControls.QuietHours;
import waxwing.client.people.GeneralControls.ReadReceipts;
import waxwing.model.MessageKind;

/// What the person set for all businesses and for strangers. It is kept at the relay, so that every device
/// of the person reads the same; a change holds for the next send once its method has returned.
///
/// Every method asks the relay.
///
/// @see waxwing.client.relay.RelayFailureException
public interface Controls {
    GeneralControls show();

    /// @param kind not OFFER
    /// @param permission not BLOCKED; empty takes the choice back
    GeneralControls setKind(MessageKind kind, Optional<Permission> permission);

    /// @param hours empty for none
    GeneralControls setQuietHours(Optional<QuietHours> hours);

    /// @param most offers that each business may send in any seven days, 0 to 100; empty for the default
    GeneralControls setOffersPerWeek(OptionalInt most);

    GeneralControls setReadReceipts(ReadReceipts receipts);

    GeneralControls setFirstMessages(FirstMessages first);

    /// What the relay holds until the person answers, the oldest first.
    List<HeldRequest> requests();
}
