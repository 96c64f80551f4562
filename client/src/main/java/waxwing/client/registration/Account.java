package waxwing.client.registration;

import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;

/// Who this profile is.
///
/// @param name what the person or business called itself at registration; nobody certified it
public record Account(
        AccountId id, DeviceId device, PhoneNumber number, AccountType type, Optional<String> name, RelayLink relay) {}
