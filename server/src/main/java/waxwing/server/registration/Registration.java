package waxwing.server.registration;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.model.PhoneNumber;
import waxwing.server.account.AccountStore;
import waxwing.server.account.NumberHolder;
import waxwing.server.account.ReRegistrationPolicy;
import waxwing.server.account.RegisteredAccounts;
import waxwing.server.credentials.CertificateAuthority;
import waxwing.server.credentials.Speaker;
import waxwing.server.credentials.VerifiedBusiness;
import waxwing.server.keys.PreKeys;
import waxwing.server.mailbox.QueueId;
import waxwing.server.policy.TermsStore;
import waxwing.server.registration.RegistrationResult.Continuity;
import waxwing.server.secrets.NumberIndex;
import waxwing.server.secrets.Numbers;
import waxwing.store.Database;

/// How a proven phone number becomes an account with its first device.
///
/// One transaction uses up the proof, ends what the number had before, and makes account, device, certificate and
/// keys; only then does the memory change, are old queues wiped and is the caller answered.
public final class Registration {
    private final Database database;
    private final PhoneProof proof;
    private final People people;
    private final CertificateAuthority certificates;
    private final PreKeys preKeys;
    private final Rules rules;
    private final SecureRandom random;

    /// Who is registered, and under which number.
    public record People(
            AccountStore store, RegisteredAccounts accounts, Numbers numbers, BusinessApplications businesses) {}

    /// What has to be accepted, and when it is.
    public record Rules(TermsStore terms, int currentTerms, InstantSource clock) {}

    public Registration(
            Database database,
            PhoneProof proof,
            People people,
            CertificateAuthority certificates,
            PreKeys preKeys,
            Rules rules,
            SecureRandom random) {
        this.database = database;
        this.proof = proof;
        this.people = people;
        this.certificates = certificates;
        this.preKeys = preKeys;
        this.rules = rules;
        this.random = random;
    }

    /// The version of the terms that an application has to accept.
    public int currentTerms() {
        return rules.currentTerms();
    }

    public RegistrationResult register(Application application) {
        if (proof.provenBy(application.session()).isEmpty()) {
            return new RegistrationResult.SessionNotVerified();
        }
        if (application.termsVersion() != rules.currentTerms()) {
            return new RegistrationResult.TermsNotAccepted(rules.currentTerms());
        }
        if (!preKeys.areGood(application.identityKey(), application.keys())) {
            return new RegistrationResult.BadKeySignature();
        }
        Optional<Enrolled> enrolled = database.inTransaction(_ -> {
            // Again, and locked this time: of two who come with the same session one finds it used.
            Optional<PhoneNumber> number = proof.provenBy(application.session());
            proof.use(application.session());
            return number.map(proven -> enrol(application, proven));
        });
        if (enrolled.isEmpty()) {
            return new RegistrationResult.SessionNotVerified();
        }
        announce(enrolled.get());
        return enrolled.get().result();
    }

    /// What the transaction changed.
    private record Enrolled(RegistrationResult.Registered result, List<AccountId> changed, List<QueueId> revoked) {}

    private Enrolled enrol(Application application, PhoneNumber number) {
        Instant now = rules.clock().instant();
        NumberIndex index = people.numbers().index(number);
        Optional<NumberHolder> holder = people.store().holderOf(index);
        List<AccountId> changed = new ArrayList<>();
        List<QueueId> revoked = new ArrayList<>();
        holder.ifPresent(before -> {
            revoked.addAll(people.store().revokeDevices(before.account(), now));
            preKeys.end(before.account());
            changed.add(before.account());
        });
        Optional<AccountId> kept = holder.filter(before ->
                        ReRegistrationPolicy.keeps(before, people.accounts().today()))
                .map(NumberHolder::account);
        holder.filter(_ -> kept.isEmpty()).ifPresent(ended -> {
            people.store().releaseNumber(ended.account());
            preKeys.endForGood(ended.account());
        });
        AccountId account = kept.orElseGet(this::newAccountId);
        changed.add(account);
        putAccount(application, number, account, kept.isPresent());
        people.store().addDevice(account, DeviceId.PRIMARY, application.device(), now);
        preKeys.begin(account, DeviceId.PRIMARY, application.keys());
        rules.terms().accepted(account, application.termsVersion(), now);
        return new Enrolled(
                new RegistrationResult.Registered(
                        account, DeviceId.PRIMARY, kept.isPresent() ? Continuity.KEPT : Continuity.NEW),
                changed,
                revoked);
    }

    private void putAccount(Application application, PhoneNumber number, AccountId account, boolean kept) {
        Instant now = rules.clock().instant();
        if (application.type() == AccountType.BUSINESS) {
            people.businesses().registered(account, application.businessName());
        }
        Optional<VerifiedBusiness> verified =
                application.type() == AccountType.BUSINESS ? people.businesses().verified(account) : Optional.empty();
        ByteString identityKey = application.identityKey();
        long certificate = certificates.issue(new Speaker(account, number, identityKey, application.type(), verified));
        if (kept) {
            people.store()
                    .registerAnew(account, new AccountStore.Renewal(application.type(), identityKey, certificate, now));
        } else {
            people.store()
                    .add(new AccountStore.NewAccount(
                            account,
                            application.type(),
                            people.numbers().index(number),
                            people.numbers().seal(number),
                            identityKey,
                            certificate,
                            now));
        }
    }

    private void announce(Enrolled enrolled) {
        enrolled.changed().forEach(people.accounts()::announceChange);
        people.businesses().committed(enrolled.result().account());
        people.accounts().announceRevocation(enrolled.revoked());
    }

    private AccountId newAccountId() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new AccountId(new UUID(high, low));
    }
}
