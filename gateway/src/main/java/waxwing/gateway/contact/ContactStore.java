package waxwing.gateway.contact;

import java.util.Optional;
import waxwing.model.PhoneNumber;

/// The handles that were given out, and the secret that they are made with.
interface ContactStore {
    /// The gateway's secret: the one that is stored, or else `fresh`, which is stored from now on.
    byte[] secretOr(byte[] fresh);

    /// Remembers whose handle this is. Remembering it again changes nothing.
    void remember(ContactHandle handle, PhoneNumber number);

    Optional<PhoneNumber> find(ContactHandle handle);
}
