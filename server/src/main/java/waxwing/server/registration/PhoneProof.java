package waxwing.server.registration;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import waxwing.model.PhoneNumber;
import waxwing.server.rpc.CallSource;
import waxwing.server.secrets.KeyedHash;
import waxwing.server.secrets.NumberIndex;
import waxwing.server.secrets.Numbers;
import waxwing.server.secrets.Purpose;
import waxwing.server.secrets.RelaySecrets;
import waxwing.store.Database;

/// The proof that somebody has a phone number: a six-digit code that is sent there and comes back. A session
/// lives for 10 minutes and has 5 tries in all; the relay keeps only a keyed hash of the code.
public final class PhoneProof {
    static final Duration LIFE = Duration.ofMinutes(10);
    static final int TRIES = 5;

    private final Database database;
    private final VerificationStore store;
    private final Numbers numbers;
    private final KeyedHash codeHash;
    private final CodeSender sender;
    private final CodeLimits limits;
    private final CodeRates rates;
    private final InstantSource clock;
    private final SecureRandom random;

    /// What a proof rests on.
    public record Means(
            Numbers numbers, RelaySecrets secrets, CodeSender sender, InstantSource clock, SecureRandom random) {}

    public PhoneProof(Database database, Means means, CodeRates rates) {
        this.database = database;
        this.store = new SqlVerificationStore(database);
        this.numbers = means.numbers();
        this.codeHash = new KeyedHash(means.secrets().derive(Purpose.VERIFICATION_CODE));
        this.sender = means.sender();
        this.limits = new CodeLimits(rates, means.clock());
        this.rates = rates;
        this.clock = means.clock();
        this.random = means.random();
    }

    /// Opens a session and sends its first code.
    public CodeResult start(PhoneNumber number, CallSource source) {
        Optional<Duration> wait = limits.take(number, numbers.index(number), source);
        if (wait.isPresent()) {
            return new CodeResult.RateLimited(wait.get());
        }
        SessionId id = SessionId.random(random);
        Code code = Code.random(random);
        Instant now = clock.instant();
        store.removeOverBefore(now);
        StoredVerification session = new StoredVerification(
                id, numbers.seal(number), hash(id, code.digits()), TRIES, now.plus(spacing()), now.plus(LIFE), false);
        store.add(session);
        return send(number, code, session);
    }

    /// Sends a fresh code; the one before stops being valid.
    public CodeResult resend(SessionId id, CallSource source) {
        Optional<StoredVerification> found = live(id);
        if (found.isEmpty()) {
            return new CodeResult.SessionNotFound();
        }
        PhoneNumber number = numbers.open(found.get().sealedNumber());
        Optional<Duration> wait = limits.take(number, numbers.index(number), source);
        if (wait.isPresent()) {
            return new CodeResult.RateLimited(wait.get());
        }
        Code code = Code.random(random);
        Optional<StoredVerification> renewed = database.inTransaction(_ -> {
            Optional<StoredVerification> session = live(id).map(before ->
                    before.withCode(hash(id, code.digits()), clock.instant().plus(spacing())));
            session.ifPresent(store::replace);
            return session;
        });
        return renewed.map(session -> send(number, code, session)).orElseGet(CodeResult.SessionNotFound::new);
    }

    private CodeResult send(PhoneNumber number, Code code, StoredVerification session) {
        return switch (sender.send(number, code)) {
            case HANDED_ON -> new CodeResult.Sent(Session.of(session));
            case NOT_SENT -> new CodeResult.NotSent();
        };
    }

    /// Checks a code and counts the try, in one transaction: tries made at the same time count each.
    public CheckResult check(SessionId id, String digits) {
        ByteString hash = hash(id, digits);
        return database.inTransaction(_ -> {
            Optional<StoredVerification> found = live(id);
            if (found.isEmpty()) {
                return new CheckResult.SessionNotFound();
            }
            StoredVerification before = found.get();
            if (before.triesLeft() == 0) {
                return new CheckResult.NoTriesLeft(untilNext(before));
            }
            boolean right =
                    MessageDigest.isEqual(hash.toByteArray(), before.codeHash().toByteArray());
            StoredVerification after = before.afterTry(right);
            store.replace(after);
            return right ? new CheckResult.Verified(Session.of(after)) : new CheckResult.WrongCode(Session.of(after));
        });
    }

    private Duration untilNext(StoredVerification session) {
        NumberIndex index = numbers.index(numbers.open(session.sealedNumber()));
        return limits.untilNext(index);
    }

    /// The number that the session has proved, if it has. Doesn't use the session up.
    Optional<PhoneNumber> provenBy(SessionId id) {
        return live(id).filter(StoredVerification::verified).map(session -> numbers.open(session.sealedNumber()));
    }

    /// Uses the session up. Joins the transaction that runs on its thread; with it the session is locked from
    /// [#provenBy] on.
    void use(SessionId id) {
        store.remove(id);
    }

    private Optional<StoredVerification> live(SessionId id) {
        return store.lock(id).filter(session -> clock.instant().isBefore(session.expiresAt()));
    }

    private Duration spacing() {
        return rates.spacing();
    }

    private ByteString hash(SessionId id, String digits) {
        return codeHash.of(id.value(), ByteString.copyFromUtf8(digits));
    }
}
