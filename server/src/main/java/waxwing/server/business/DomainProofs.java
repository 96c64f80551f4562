package waxwing.server.business;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import waxwing.model.AccountId;
import waxwing.server.limits.Limiter;
import waxwing.server.limits.Rate;
import waxwing.server.registration.Code;
import waxwing.server.registration.CodeSender;
import waxwing.server.registration.DomainContact;
import waxwing.server.secrets.KeyedHash;
import waxwing.server.secrets.Purpose;
import waxwing.server.secrets.RelaySecrets;
import waxwing.store.Database;

/// The proof that a business owns a domain: a six-digit code goes by e-mail to an address there that only
/// the owner reads, and comes back. A proof lives for an hour and has 5 tries in all; the relay keeps only
/// a keyed hash of the code.
public final class DomainProofs {
    static final Duration LIFE = Duration.ofHours(1);
    static final int TRIES = 5;
    static final int MOST_DOMAINS = 20;
    private static final String TOO_MANY =
            "the business has " + MOST_DOMAINS + " domains (expected: at most so many; remove one first)";

    /// RFC 2142 and what certificate authorities take (Baseline Requirements, 3.2.2.4.4).
    private static final Set<String> LOCAL_PARTS =
            Set.of("admin", "administrator", "hostmaster", "postmaster", "webmaster");

    private static final Rate SPACING = new Rate(1, Duration.ofMinutes(1));
    private static final Rate A_DOMAIN = Rate.of(5, Duration.ofDays(1));
    private static final Rate A_BUSINESS = Rate.of(20, Duration.ofDays(1));

    private final SqlDomainStore store;
    private final KeyedHash codeHash;
    private final CodeSender sender;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Businesses businesses;
    private final Certified certified;
    private final Limiter<DomainName> spacing;
    private final Limiter<DomainName> perDomain;
    private final Limiter<AccountId> perBusiness;

    /// What a proof rests on.
    public record Means(RelaySecrets secrets, CodeSender sender, InstantSource clock, SecureRandom random) {}

    public DomainProofs(Database database, Means means, Businesses businesses, Certified certified) {
        this.store = new SqlDomainStore(database);
        this.codeHash = new KeyedHash(means.secrets().derive(Purpose.DOMAIN_CODE));
        this.sender = means.sender();
        this.clock = means.clock();
        this.random = means.random();
        this.businesses = businesses;
        this.certified = certified;
        this.spacing = new Limiter<>(SPACING, Limiter.WhenFull.REFUSE, clock);
        this.perDomain = new Limiter<>(A_DOMAIN, Limiter.WhenFull.REFUSE, clock);
        this.perBusiness = new Limiter<>(A_BUSINESS, Limiter.WhenFull.REFUSE, clock);
    }

    /// A proof that runs.
    ///
    /// @param codeHash of the code, the business and the domain
    record Proof(DomainName domain, ByteString codeHash, int triesLeft, Instant expiresAt) {
        Proof afterTry() {
            return new Proof(domain, codeHash, triesLeft - 1, expiresAt);
        }
    }

    /// What became of a wish to prove a domain.
    sealed interface Start {
        record Sent(Proof proof) implements Start {}

        record RateLimited(Duration retryAfter) implements Start {}

        record NotSent() implements Start {}

        record Refused(Refusal why, String description) implements Start {}
    }

    enum Refusal {
        NOT_A_DOMAIN,
        PUBLIC_SUFFIX,
        ADDRESS_NOT_ALLOWED,
        TOO_MANY_DOMAINS,
        NOT_VERIFIED
    }

    /// What became of a code.
    sealed interface Confirmation {
        record Verified(OwnedDomain domain) implements Confirmation {}

        record WrongCode(Proof proof) implements Confirmation {}

        record NoTriesLeft(Duration retryAfter) implements Confirmation {}

        record NoSuchProof() implements Confirmation {}

        /// The code is right, and still good.
        record Refused(Refusal why, String description) implements Confirmation {}
    }

    /// Sends a code, for a business that the operator has verified: nobody else can have strangers written to, or
    /// use up the codes of a domain that is another's. A proof of the same domain that runs is over
    /// when the new code is on its way.
    Start start(AccountId business, String domain, String email) {
        return switch (DomainName.parse(domain)) {
            case DomainName.Parsed.Malformed _ ->
                new Start.Refused(
                        Refusal.NOT_A_DOMAIN,
                        domain + " is not a domain name (expected: at least two labels, for example lantern.example)");
            case DomainName.Parsed.PublicSuffix(String suffix) ->
                new Start.Refused(
                        Refusal.PUBLIC_SUFFIX,
                        suffix + " is a suffix under which anybody registers (expected: a domain below it)");
            case DomainName.Parsed.Good(DomainName name) -> start(business, name, email);
        };
    }

    private Start start(AccountId business, DomainName domain, String email) {
        Optional<DomainContact> contact = contact(domain, email);
        if (contact.isEmpty()) {
            return new Start.Refused(
                    Refusal.ADDRESS_NOT_ALLOWED,
                    email + " does not prove " + domain + " (expected: one of "
                            + String.join(", ", new TreeSet<>(LOCAL_PARTS)) + " @" + domain + ")");
        }
        if (businesses.find(business).filter(Business::isVerified).isEmpty()) {
            return new Start.Refused(
                    Refusal.NOT_VERIFIED,
                    "the relay's operator has not verified the business (expected: verified; a domain counts only then)");
        }
        if (!hasRoom(business, domain)) {
            return new Start.Refused(Refusal.TOO_MANY_DOMAINS, TOO_MANY);
        }
        Optional<Duration> wait = takeCode(business, domain);
        return wait.isPresent() ? new Start.RateLimited(wait.get()) : send(business, contact.get(), domain);
    }

    private boolean hasRoom(AccountId business, DomainName domain) {
        List<OwnedDomain> owned = store.of(business, clock.instant());
        return owned.size() < MOST_DOMAINS
                || owned.stream().anyMatch(one -> one.name().equals(domain));
    }

    private Start send(AccountId business, DomainContact contact, DomainName domain) {
        Code code = Code.random(random);
        Instant now = clock.instant();
        Proof proof = new Proof(domain, hash(business, domain, code.digits()), TRIES, now.plus(LIFE));
        store.removeProofsOverBefore(now);
        return switch (sender.send(contact, code)) {
            case HANDED_ON -> {
                store.putProof(business, proof);
                yield new Start.Sent(proof);
            }
            case NOT_SENT -> {
                // The spacing stays, so that the mail server is not asked without end.
                perDomain.giveBack(domain, 1);
                perBusiness.giveBack(business, 1);
                yield new Start.NotSent();
            }
        };
    }

    /// Checks a code and counts the try, in one transaction: tries made at the same time count each. So do the domains
    /// that a business has: proofs that began when there was room for each may not all find it.
    Confirmation confirm(AccountId business, String domain, String digits) {
        Optional<DomainName> name = DomainName.of(domain);
        if (name.isEmpty()) {
            return new Confirmation.NoSuchProof();
        }
        return certified.changing(
                business,
                () -> checked(business, name.get(), digits),
                result -> result instanceof Confirmation.Verified);
    }

    private Confirmation checked(AccountId business, DomainName domain, String digits) {
        Instant now = clock.instant();
        Optional<Proof> found = store.lockProof(business, domain).filter(proof -> now.isBefore(proof.expiresAt()));
        if (found.isEmpty()) {
            return new Confirmation.NoSuchProof();
        }
        Proof before = found.get();
        if (before.triesLeft() == 0) {
            return new Confirmation.NoTriesLeft(untilNext(business, domain));
        }
        boolean right = MessageDigest.isEqual(
                hash(business, domain, digits).toByteArray(), before.codeHash().toByteArray());
        if (!right) {
            store.countTry(business, domain);
            return new Confirmation.WrongCode(before.afterTry());
        }
        if (!hasRoom(business, domain)) {
            return new Confirmation.Refused(Refusal.TOO_MANY_DOMAINS, TOO_MANY);
        }
        OwnedDomain owned = new OwnedDomain(domain, now);
        store.removeProof(business, domain);
        store.put(business, owned);
        return new Confirmation.Verified(owned);
    }

    /// @return the domain that the business had; empty if it hadn't
    Optional<OwnedDomain> remove(AccountId business, String domain) {
        return DomainName.of(domain)
                .flatMap(name -> certified.changing(business, () -> store.remove(business, name), Optional::isPresent));
    }

    /// By name. Those whose time is over are not among them.
    public List<OwnedDomain> of(AccountId business) {
        return store.of(business, clock.instant());
    }

    /// By name, those whose time is over since lately, and which were not proved anew.
    public List<OwnedDomain> endedOf(AccountId business) {
        return store.ended(business, clock.instant());
    }

    /// Takes the domains whose time is over out of the certificates that still carry them.
    ///
    /// @param ended is told each business that lost one
    public void endOver(Consumer<AccountId> ended) {
        Instant now = clock.instant();
        for (AccountId business : store.withEnded(now)) {
            if (certified.changing(business, () -> store.markEnded(business, now), lost -> lost > 0) > 0) {
                ended.accept(business);
            }
        }
        store.forgetEnded(now);
    }

    /// What was proved is the business's no more. Joins the transaction that runs on its thread; no
    /// certificate is changed.
    public void forget(AccountId business) {
        store.removeAll(business);
    }

    private static Optional<DomainContact> contact(DomainName domain, String email) {
        int at = Math.max(0, email.indexOf('@'));
        String localPart = email.substring(0, at).toLowerCase(Locale.ROOT);
        return LOCAL_PARTS.contains(localPart)
                        && DomainName.of(email.substring(at + 1))
                                .filter(domain::equals)
                                .isPresent()
                ? Optional.of(new DomainContact(localPart + "@" + domain, domain.value()))
                : Optional.empty();
    }

    /// The narrowest first: what one refuses, the wider ones don't pay for. A domain has one budget,
    /// whichever business asks, so that nobody's mailbox is filled.
    private Optional<Duration> takeCode(AccountId business, DomainName domain) {
        return spacing.peek(domain)
                .or(() -> perDomain.peek(domain))
                .or(() -> perBusiness.take(business))
                .or(() -> perDomain.take(domain))
                .or(() -> spacing.take(domain));
    }

    private Duration untilNext(AccountId business, DomainName domain) {
        return List.of(spacing.peek(domain), perDomain.peek(domain), perBusiness.peek(business)).stream()
                .flatMap(Optional::stream)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private ByteString hash(AccountId business, DomainName domain, String digits) {
        return codeHash.of(ByteString.copyFrom(business.toBytes()), ByteString.copyFromUtf8(domain + "\n" + digits));
    }
}
