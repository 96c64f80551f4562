package waxwing.gateway.conversation;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import waxwing.gateway.contact.ContactHandle;

/// The windows that are open, each with its end. Each method is one transaction, and what it calls is part
/// of it.
interface WindowStore {
    /// When somebody's window closes, if it is open.
    Optional<Instant> end(ContactHandle contact);

    /// Opens somebody's window, or moves its end to a later time.
    ///
    /// @param opened is called if there was none
    void open(ContactHandle contact, Instant end, Runnable opened);

    /// Closes a window whose time is over: one a transaction, so that no other one is locked meanwhile.
    ///
    /// @param closed is called for it
    /// @return whether there was one
    boolean closeOver(Instant now, Consumer<ContactHandle> closed);
}
