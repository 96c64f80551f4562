package waxwing.client.registration;

import java.util.Optional;

/// Who registers, and on what.
///
/// @param deviceType for example `linux-cli`
/// @param osVersion for example `Linux 6.1`
public record Registrant(Role role, String deviceType, String osVersion) {
    public sealed interface Role {
        /// @param name kept in the profile only
        record Person(Optional<String> name) implements Role {}

        /// @param name what the relay's operator is asked to approve, 1..80 characters
        record Business(String name) implements Role {}
    }
}
