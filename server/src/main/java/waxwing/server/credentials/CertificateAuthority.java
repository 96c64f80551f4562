package waxwing.server.credentials;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import waxwing.model.AccountType;
import waxwing.relay.v1.Certificate;
import waxwing.relay.v1.SignedCertificate;
import waxwing.server.credentials.CertificateStore.StoredCertificate;
import waxwing.server.secrets.Purpose;
import waxwing.server.secrets.RelaySecrets;
import waxwing.server.secrets.Sealer;
import waxwing.server.sql.Remembered;
import waxwing.store.Database;

/// Signs the certificates of who speaks, and keeps them.
public final class CertificateAuthority implements Certificates {
    /// How long a certificate holds.
    public static final Duration LIFE = Duration.ofDays(60);
    /// How long before its end a certificate is replaced.
    public static final Duration RENEWED_BEFORE = Duration.ofDays(30);
    /// Longer than any envelope waits in a mailbox.
    private static final Duration KEPT_AFTER = Duration.ofDays(31);

    /// Certificates that are kept in memory.
    private static final int OPENED = 100_000;

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    private static final ByteString SIGNED_AS = ByteString.copyFromUtf8("waxwing-certificate-v1\0");
    private static final String SEALED_AS = "certificate";

    private final RelayIdentity identity;
    private final CertificateStore store;
    private final Sealer sealer;
    private final InstantSource clock;
    private final Remembered<Long, ByteString> opened = new Remembered<>(OPENED, this::open);

    public CertificateAuthority(
            RelayIdentity identity, Database database, RelaySecrets secrets, InstantSource clock, SecureRandom random) {
        this.identity = identity;
        this.store = new SqlCertificateStore(database);
        this.sealer = new Sealer(secrets.derive(Purpose.CERTIFICATE_SEAL), random);
        this.clock = clock;
    }

    /// Signs and keeps a certificate that holds from now on. Joins the transaction that runs on its thread.
    ///
    /// @return its number
    public long issue(Speaker speaker) {
        Instant now = clock.instant();
        Instant until = now.plus(LIFE);
        Certificate.Builder statement = Certificate.newBuilder()
                .setAccountId(ByteString.copyFrom(speaker.account().toBytes()))
                .setPhoneNumber(speaker.number().e164())
                .setIdentityKey(speaker.identityKey())
                .setAccountType(wireType(speaker.type()))
                .setValidFromMs(now.minus(CLOCK_TOLERANCE).toEpochMilli())
                .setValidUntilMs(until.toEpochMilli());
        if (speaker.type() == AccountType.BUSINESS) {
            statement.setReaders(Certificate.Readers.BUSINESS_ITSELF);
        }
        speaker.verified()
                .ifPresent(
                        business -> statement.setBusinessName(business.name()).addAllDomains(business.domains()));
        ByteString certificate = statement.build().toByteString();
        ByteString signature = identity.sign(SIGNED_AS.concat(certificate));
        return store.add(
                new StoredCertificate(speaker.account(), sealer.seal(certificate, SEALED_AS), signature, until));
    }

    @Override
    public ByteString byId(long certificateId) {
        return opened.get(certificateId);
    }

    @Override
    public boolean isAtHand(long certificateId) {
        return opened.has(certificateId);
    }

    private ByteString open(long certificateId) {
        StoredCertificate stored = store.find(certificateId)
                .orElseThrow(() -> new IllegalArgumentException("there is no certificate " + certificateId));
        return SignedCertificate.newBuilder()
                .setCertificate(sealer.open(stored.sealed(), SEALED_AS))
                .setSignature(stored.signature())
                .build()
                .toByteString();
    }

    /// Whether it is time to issue a new one in its place.
    public boolean isDueForRenewal(long certificateId) {
        return store.find(certificateId)
                .map(stored -> !clock.instant().isBefore(stored.validUntil().minus(RENEWED_BEFORE)))
                .orElse(true);
    }

    /// Forgets certificates that no stored envelope can refer to any more.
    public int forgetOld() {
        return store.removeOverBefore(clock.instant().minus(KEPT_AFTER));
    }

    private static waxwing.relay.v1.AccountType wireType(AccountType type) {
        return switch (type) {
            case PERSON -> waxwing.relay.v1.AccountType.ACCOUNT_TYPE_PERSON;
            case BUSINESS -> waxwing.relay.v1.AccountType.ACCOUNT_TYPE_BUSINESS;
        };
    }
}
