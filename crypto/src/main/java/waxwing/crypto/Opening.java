package waxwing.crypto;

import java.util.Optional;
import waxwing.model.DeviceAddress;

/// A session with a device that was computed and is not stored yet; see [Sessions#prepare].
///
/// @param record the session; empty if it is computed when it is stored, or the bundle gives none
public record Opening(DeviceAddress with, Bundle bundle, Optional<SecretBytes> record) {
    /// For one that is hardly needed.
    public static Opening later(DeviceAddress with, Bundle bundle) {
        return new Opening(with, bundle, Optional.empty());
    }

    @Override
    public String toString() {
        return "Opening[" + with + "]";
    }
}
