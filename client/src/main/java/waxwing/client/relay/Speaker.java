package waxwing.client.relay;

import java.util.List;
import java.util.Optional;
import waxwing.crypto.IdentityKey;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.PhoneNumber;

/// Who wrote an envelope, as the relay certifies it.
///
/// @param businessName only of a business that the operator has verified
/// @param domains that such a business has proved, in ASCII and lower case
/// @param readers unknown of a person
public record Speaker(
        AccountId account,
        PhoneNumber number,
        IdentityKey identity,
        AccountType type,
        Optional<String> businessName,
        List<String> domains,
        Readers readers) {
    public Speaker {
        domains = List.copyOf(domains);
    }
}
