package waxwing.gateway.optout;

import java.time.Instant;
import waxwing.gateway.contact.ContactHandle;
import waxwing.model.MessageKind;

/// The opt-outs that the business was told of. Each method is one transaction.
interface OptOutStore {
    /// @return whether it is a new one
    boolean add(ContactHandle contact, MessageKind kind, Instant since);

    /// Removes an opt-out that is older than this.
    ///
    /// @return whether there was one
    boolean removeOlder(ContactHandle contact, MessageKind kind, Instant than);
}
