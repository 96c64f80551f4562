package waxwing.server.registration;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.PhoneNumber;
import waxwing.server.account.AccountStore;
import waxwing.server.account.RegisteredAccounts;
import waxwing.server.account.StoredAccount;
import waxwing.server.credentials.CertificateAuthority;
import waxwing.server.credentials.Speaker;
import waxwing.server.credentials.VerifiedBusiness;
import waxwing.server.secrets.Numbers;
import waxwing.store.Database;

/// Gives accounts a new certificate: before the old one is over, and when a business is verified or suspended.
public final class Recertification {
    private final Database database;
    private final AccountStore store;
    private final RegisteredAccounts accounts;
    private final Numbers numbers;
    private final BusinessApplications businesses;
    private final CertificateAuthority certificates;

    public Recertification(Database database, Registration.People people, CertificateAuthority certificates) {
        this.database = database;
        this.store = people.store();
        this.accounts = people.accounts();
        this.numbers = people.numbers();
        this.businesses = people.businesses();
        this.certificates = certificates;
    }

    /// Signs anew what is so now. What the account sends from then on goes with the new certificate.
    public void recertify(AccountId id) {
        AccountId _ = changing(id, () -> id, _ -> true);
    }

    /// Makes a change to what the certificate states, and signs it anew, in one transaction: no crash leaves the one
    /// without the other. The account is locked from before the change, so that of two changes the later one
    /// reads what the earlier one did, and neither takes it back.
    ///
    /// @param change joins the transaction; runs again if others were in its way
    /// @param matters whether, with this result, there is something to sign anew
    public <T> T changing(AccountId id, Supplier<T> change, Predicate<T> matters) {
        T done = database.inRetriedTransaction(_ -> {
            store.lock(id);
            T result = change.get();
            if (matters.test(result)) {
                store.find(id).ifPresent(this::issue);
            }
            return result;
        });
        if (matters.test(done)) {
            accounts.announceChange(id);
        }
        return done;
    }

    private void issue(StoredAccount account) {
        Optional<PhoneNumber> number = store.sealedNumberOf(account.id()).map(numbers::open);
        number.map(of -> new Speaker(account.id(), of, account.identityKey(), account.type(), verified(account)))
                .map(certificates::issue)
                .ifPresent(certificate -> store.replaceCertificate(account.id(), certificate));
    }

    private Optional<VerifiedBusiness> verified(StoredAccount account) {
        return account.type() == AccountType.BUSINESS ? businesses.verified(account.id()) : Optional.empty();
    }

    /// Replaces a certificate that will soon be over.
    public void renewIfDue(AccountId id) {
        boolean due = accounts.find(id)
                .map(account -> certificates.isDueForRenewal(account.certificateId()))
                .orElse(false);
        if (due) {
            recertify(id);
        }
    }
}
