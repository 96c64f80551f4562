package waxwing.crypto;

import java.util.Optional;
import waxwing.model.DeviceAddress;

/// A session with a device that was computed and is not stored yet; see [Sessions#prepare].
///
/// @param record the session; empty if the bundle gives none
public record Opening(DeviceAddress with, Bundle bundle, Optional<SecretBytes> record) {
    @Override
    public String toString() {
        return "Opening[" + with + "]";
    }
}
