package waxwing.server.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.MismatchedDevices;
import waxwing.server.account.AccountDevice;

/// Whether a destination has exactly one ciphertext for each device that it has to reach.
final class DevicePolicy {
    private DevicePolicy() {}

    /// @param ciphertexts of devices that differ
    /// @return what is wrong; empty if nothing is
    static Optional<MismatchedDevices> mismatch(List<AccountDevice> expected, List<DeviceCiphertext> ciphertexts) {
        return fits(expected, ciphertexts) ? Optional.empty() : Optional.of(wrong(expected, ciphertexts));
    }

    /// The one for the device.
    static @Nullable DeviceCiphertext ciphertextFor(AccountDevice device, List<DeviceCiphertext> ciphertexts) {
        for (DeviceCiphertext one : ciphertexts) {
            if (one.getDeviceId() == device.id().value()) {
                return one;
            }
        }
        return null;
    }

    private static boolean fits(List<AccountDevice> expected, List<DeviceCiphertext> ciphertexts) {
        if (expected.size() != ciphertexts.size()) {
            return false;
        }
        for (AccountDevice device : expected) {
            DeviceCiphertext one = ciphertextFor(device, ciphertexts);
            if (one == null || one.getRegistrationId() != device.registrationId()) {
                return false;
            }
        }
        return true;
    }

    private static MismatchedDevices wrong(List<AccountDevice> expected, List<DeviceCiphertext> ciphertexts) {
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
        return wrong.build();
    }
}
