package waxwing.client.people;

import java.util.List;

/// The one block list for people and businesses. A blocked sender isn't told.
public interface Blocks {
    /// @throws waxwing.client.relay.RelayFailureException if the relay can't be asked; the block holds on this
    ///     device all the same
    ControlsOutcome block(Contact contact);

    /// @throws waxwing.client.relay.RelayFailureException if the relay can't be asked
    ControlsOutcome unblock(Contact contact);

    /// As this device knows it.
    List<Contact> all();
}
