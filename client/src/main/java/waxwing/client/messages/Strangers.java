package waxwing.client.messages;

import java.time.Instant;
import java.util.List;
import waxwing.client.people.Contact;

/// People whom the person does not know, and whose messages wait until they are accepted: they are in no
/// list, and their senders are told nothing. Nothing here asks the relay.
///
/// @see waxwing.client.people.GeneralControls.FirstMessages
public interface Strangers {
    /// Who waits, the one who wrote first at first.
    List<Waiting> all();

    /// Shows what waits, in order, as if it had come now, and all that comes later.
    void accept(Contact stranger);

    /// Drops what waits. What they write later waits again.
    void decline(Contact stranger);

    /// @param messages how many wait, at least one
    /// @param first the oldest of them
    record Waiting(Contact stranger, int messages, StoredMessage first, Instant newest) {}
}
