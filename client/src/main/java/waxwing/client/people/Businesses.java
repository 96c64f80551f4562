package waxwing.client.people;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import waxwing.client.people.Choice.Means;
import waxwing.model.MessageKind;

/// The businesses that wrote to this person or that the person set something for, and what each may send.
///
/// Every method asks the relay, which enforces the settings.
///
/// @see waxwing.client.relay.RelayFailureException
public interface Businesses {
    List<BusinessView> all();

    /// Empty if the contact isn't a business.
    Optional<BusinessView> show(Contact business);

    /// Lets kinds through; without kinds all but OFFER, which has to be named.
    ControlsOutcome allow(Contact business, Set<MessageKind> kinds, Means means);

    default ControlsOutcome allow(Contact business, Set<MessageKind> kinds) {
        return allow(business, kinds, Means.COMMAND);
    }

    /// Stops kinds; without kinds, all.
    ControlsOutcome stop(Contact business, Set<MessageKind> kinds, Means means);

    default ControlsOutcome stop(Contact business, Set<MessageKind> kinds) {
        return stop(business, kinds, Means.COMMAND);
    }

    /// Has kinds held until the person allows or stops them; without kinds all but OFFER, which has to be named.
    ControlsOutcome ask(Contact business, Set<MessageKind> kinds);

    /// What the person chose for a business, with the evidence; the newest first.
    List<Choice> choices(Contact business);
}
