package waxwing.server.business;

import java.util.Optional;
import waxwing.model.AccountId;

/// A business's account as the operator sees it.
///
/// @param name as the business gave it; shown to people only once it is verified
/// @param registeredAtMillis Unix milliseconds
public record Business(
        AccountId account, String name, Standing standing, long registeredAtMillis, Optional<String> suspensionReason) {
    public boolean isVerified() {
        return standing == Standing.VERIFIED;
    }

    /// What people are shown: empty unless the operator has verified it.
    public String verifiedName() {
        return isVerified() ? name : "";
    }
}
