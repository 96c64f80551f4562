package waxwing.server.credentials;

import java.util.List;

/// The ids of the prekeys that are left of a device.
///
/// @param oneTimeEc in the order in which they are given out
public record KeyIds(int signedEc, int lastResortKyber, List<Integer> oneTimeEc, List<Integer> oneTimeKyber) {
    public KeyIds {
        oneTimeEc = List.copyOf(oneTimeEc);
        oneTimeKyber = List.copyOf(oneTimeKyber);
    }
}
