package waxwing.client.people;

import java.util.List;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.PhoneNumber;

/// Somebody that this end knows: a number, an account, or (nearly always) both.
///
/// @param account absent until the relay was asked for the number
/// @param number certified by the relay, or typed by the person
/// @param alias the name that the person gave
/// @param businessName the name that the relay's operator verified; never taken from content
/// @param domains that the relay certified with it
/// @param type what the relay certified; a person until it has
public record Contact(
        ContactId id,
        Optional<AccountId> account,
        Optional<PhoneNumber> number,
        Optional<String> alias,
        AccountType type,
        Optional<String> businessName,
        List<String> domains,
        Standing standing) {

    /// What stands between this end and a contact, if anything.
    public enum Standing {
        /// Messages flow.
        OPEN,
        /// Its identity key changed and the person hasn't accepted the new one: nothing is sent.
        IDENTITY_CHANGED,
        /// The person blocked it: nothing is sent and nothing is shown.
        BLOCKED
    }

    /// Names a contact within this profile.
    public record ContactId(long value) {}

    /// The alias, else the verified business name, else the number, else the account id.
    public String displayName() {
        return alias.or(() -> businessName)
                .or(() -> number.map(PhoneNumber::e164))
                .or(() -> account.map(AccountId::toString))
                .orElse("contact " + id.value());
    }

    public boolean isBusiness() {
        return type == AccountType.BUSINESS;
    }

    /// Carries no personal data.
    @Override
    public String toString() {
        return "Contact[" + id.value() + "]";
    }
}
