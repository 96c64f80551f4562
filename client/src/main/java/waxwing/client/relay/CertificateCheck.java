package waxwing.client.relay;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import waxwing.crypto.IdentityKey;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.MalformedValueException;
import waxwing.model.PhoneNumber;
import waxwing.relay.v1.Certificate;
import waxwing.relay.v1.SignedCertificate;

/// Checks the relay's statements of who speaks: ECDSA with SHA-256 by the key that the relay link pins, over the
/// context string and the certificate (certificates.proto).
///
/// Thread-safe. Remembers the certificates that it found good, because one comes with every envelope.
public final class CertificateCheck {
    private static final byte[] CONTEXT = "waxwing-certificate-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int REMEMBERED = 4_096;
    private static final int MOST_DOMAINS = 20;
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9.-]{1,253}");

    private final PublicKey relayKey;
    private final Map<SignedCertificate, Certificate> good =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<SignedCertificate, Certificate> eldest) {
                    return size() > REMEMBERED;
                }
            });

    public CertificateCheck(PublicKey relayKey) {
        this.relayKey = relayKey;
    }

    /// The key of the relay whose word it takes.
    public PublicKey relayKey() {
        return relayKey;
    }

    /// Empty if the relay hasn't signed it, it is malformed (also by more than 20 domains, or what is no domain), or it
    /// wasn't valid at that time.
    public Optional<Speaker> check(SignedCertificate signed, long acceptedAtMillis) {
        return certificate(signed)
                .filter(valid ->
                        valid.getValidFromMs() <= acceptedAtMillis && acceptedAtMillis < valid.getValidUntilMs())
                .flatMap(CertificateCheck::speaker);
    }

    /// As [#check], of what the relay gives as an account's newest: it vouches for it now.
    public Optional<Speaker> newest(SignedCertificate signed) {
        return certificate(signed).flatMap(valid -> check(signed, valid.getValidFromMs()));
    }

    /// What the relay has signed, whenever it is valid; empty if it hasn't, or it is malformed.
    public Optional<Certificate> certificate(SignedCertificate signed) {
        Certificate known = good.get(signed);
        Optional<Certificate> certificate = known == null ? verified(signed) : Optional.of(known);
        certificate.ifPresent(valid -> good.put(signed, valid));
        return certificate;
    }

    private Optional<Certificate> verified(SignedCertificate signed) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initVerify(relayKey);
            signature.update(CONTEXT);
            signature.update(signed.getCertificate().asReadOnlyByteBuffer());
            return signature.verify(signed.getSignature().toByteArray())
                    ? Optional.of(Certificate.parseFrom(signed.getCertificate()))
                    : Optional.empty();
        } catch (GeneralSecurityException | InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }

    private static boolean areDomains(List<String> domains) {
        return domains.size() <= MOST_DOMAINS
                && domains.stream().allMatch(domain -> DOMAIN.matcher(domain).matches());
    }

    private static Optional<Speaker> speaker(Certificate certificate) {
        try {
            Optional<AccountType> type = switch (certificate.getAccountType()) {
                case ACCOUNT_TYPE_PERSON -> Optional.of(AccountType.PERSON);
                case ACCOUNT_TYPE_BUSINESS -> Optional.of(AccountType.BUSINESS);
                case ACCOUNT_TYPE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
            };
            if (type.isEmpty() || !areDomains(certificate.getDomainsList())) {
                return Optional.empty();
            }
            return Optional.of(new Speaker(
                    AccountId.ofBytes(certificate.getAccountId().toByteArray()),
                    PhoneNumber.ofE164(certificate.getPhoneNumber()),
                    IdentityKey.parse(certificate.getIdentityKey()),
                    type.get(),
                    Optional.of(certificate.getBusinessName()).filter(name -> !name.isEmpty()),
                    certificate.getDomainsList(),
                    Readers.of(certificate.getReaders())));
        } catch (MalformedValueException _) {
            return Optional.empty();
        }
    }
}
