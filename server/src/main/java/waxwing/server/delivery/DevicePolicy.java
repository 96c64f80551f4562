package waxwing.server.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.MismatchedDevices;
import waxwing.server.account.AccountDevice;

/// Whether a destination has exactly one ciphertext for each device that it has to reach.
final class DevicePolicy {
    private DevicePolicy() {}

    /// @return what is wrong; empty if nothing is
    static Optional<MismatchedDevices> mismatch(List<AccountDevice> expected, List<DeviceCiphertext> ciphertexts) {
        Map<Integer, DeviceCiphertext> given = new HashMap<>();
        ciphertexts.forEach(one -> given.put(one.getDeviceId(), one));
        MismatchedDevices.Builder wrong = MismatchedDevices.newBuilder();
        for (AccountDevice device : expected) {
            DeviceCiphertext one = given.remove(device.id().value());
            if (one == null) {
                wrong.addMissing(device.id().value());
            } else if (one.getRegistrationId() != device.registrationId()) {
                wrong.addStale(device.id().value());
            }
        }
        given.keySet().stream().sorted().forEach(wrong::addExtra);
        boolean fits = wrong.getMissingCount() == 0 && wrong.getStaleCount() == 0 && wrong.getExtraCount() == 0;
        return fits ? Optional.empty() : Optional.of(wrong.build());
    }
}
