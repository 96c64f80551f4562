package waxwing.client.exchange;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import waxwing.client.proof.ReceiptProofs;
import waxwing.client.relay.CertificateCheck;
import waxwing.client.relay.RelayConnection;
import waxwing.content.v1.Body;
import waxwing.model.MessageId;
import waxwing.relay.v1.Certificate;
import waxwing.relay.v1.CertificatesGrpc;
import waxwing.relay.v1.CertificatesGrpc.CertificatesBlockingStub;
import waxwing.relay.v1.GetOwnCertificateRequest;
import waxwing.relay.v1.SignedCertificate;

/// Signs a business's receipts on their way out, with the certificate that the relay gives it. Those of a business
/// that the relay has not verified go out unsigned: nobody would take its word.
///
/// The certificate is asked for again every hour, so that a new name or domain gets in, and for each message while
/// the business is not verified.
final class ReceiptSigning {
    private static final Duration FRESH = Duration.ofHours(1);

    private final Own own;
    private final RelayConnection relay;
    private final PublicKey relayKey;
    private final Set<MessageId> asked = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Held held;

    ReceiptSigning(Own own, RelayConnection relay, PublicKey relayKey) {
        this.own = own;
        this.relay = relay;
        this.relayKey = relayKey;
    }

    /// @param certificate empty if the relay gave none that can be used: receipts go out unsigned then
    private record Held(Optional<Usable> certificate, Instant since) {
        boolean isFresh(Instant now) {
            return certificate.isPresent()
                    && !since.isAfter(now)
                    && since.plus(FRESH).isAfter(now);
        }
    }

    /// That of a verified business.
    private record Usable(SignedCertificate signed, Certificate certificate) {
        /// The business's own clock may be wrong by hours; the relay says between which times it can be.
        Instant within(Instant now) {
            long until = certificate.getValidUntilMs() - 1;
            return Instant.ofEpochMilli(
                    Math.clamp(now.toEpochMilli(), certificate.getValidFromMs(), Math.max(until, 0)));
        }
    }

    /// A body that needs no signature, or one that can be signed without asking the relay.
    boolean isReady(MessageId message, Body body) {
        Held last = held;
        return !own.isBusiness()
                || !body.hasReceipt()
                || asked.contains(message)
                || (last != null && last.isFresh(own.now()));
    }

    /// Asks the relay for the certificate.
    ///
    /// @throws waxwing.client.relay.RelayFailureException if there is no answer
    void askFor(MessageId message) {
        SignedCertificate signed = relay.call(
                        CertificatesGrpc::newBlockingStub,
                        (CertificatesBlockingStub stub) -> stub.getOwn(GetOwnCertificateRequest.getDefaultInstance()))
                .getCertificate();
        held = new Held(usable(signed), own.now());
        asked.add(message);
    }

    private Optional<Usable> usable(SignedCertificate signed) {
        CertificateCheck check = new CertificateCheck(relayKey);
        return check.certificate(signed)
                .flatMap(certificate -> check.check(signed, certificate.getValidFromMs())
                        .filter(speaker ->
                                speaker.account().equals(own.account().id()))
                        .filter(speaker -> speaker.businessName().isPresent())
                        .map(_ -> new Usable(signed, certificate)));
    }

    /// The body as it goes out. Work within a transaction.
    Body signed(MessageId message, Body body) {
        asked.remove(message);
        Held last = held;
        if (!own.isBusiness()
                || !body.hasReceipt()
                || last == null
                || last.certificate().isEmpty()) {
            return body;
        }
        Usable usable = last.certificate().get();
        return body.toBuilder()
                .setReceipt(ReceiptProofs.signed(
                        body.getReceipt(),
                        message,
                        usable.within(own.relayTime().instant()),
                        own.profile().vault().ownIdentity(),
                        own.account().id(),
                        usable.signed(),
                        relayKey))
                .build();
    }
}
