package waxwing.client.exchange;

import com.google.protobuf.ByteString;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import waxwing.client.business.OwnCertificate;
import waxwing.client.business.OwnCertificate.Usable;
import waxwing.client.proof.ReceiptProofs;
import waxwing.content.v1.Body;
import waxwing.content.v1.Receipt;
import waxwing.model.MessageId;
import waxwing.relay.v1.Certificate;

/// Signs a business's receipts on their way out, with the certificate that the relay gives it. Those of a business
/// that the relay has not verified go out unsigned: nobody would take its word.
///
/// The certificate is asked for again every hour, so that a new name or domain gets in, and for each message while
/// the business is not verified.
final class ReceiptSigning {
    private static final Duration FRESH = Duration.ofHours(1);

    /// Signatures that are kept, some 6 MB; the oldest give way.
    private static final int MOST_AHEAD = 16_384;

    private final Own own;
    private final OwnCertificate certificate;
    private final PublicKey relayKey;
    private final Set<MessageId> asked = ConcurrentHashMap.newKeySet();
    private final Map<MessageId, Ahead> ahead = Collections.synchronizedMap(new Newest());
    private volatile @Nullable Instant lastAsked;

    ReceiptSigning(Own own, OwnCertificate certificate, PublicKey relayKey) {
        this.own = own;
        this.certificate = certificate;
        this.relayKey = relayKey;
    }

    /// A signature that waits for its receipt to go out.
    ///
    /// @param receipt digest of what was signed, which can be large
    /// @param by the certificate of then
    private record Ahead(ByteString receipt, Usable by, ReceiptProofs.Signature signature) {
        boolean fits(Receipt other, Usable present) {
            return by.equals(present) && receipt.equals(Sha256.of(other.toByteString()));
        }
    }

    private static final class Newest extends LinkedHashMap<MessageId, Ahead> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageId, Ahead> eldest) {
            return size() > MOST_AHEAD;
        }
    }

    /// A body that needs no signature, or one that can be signed without asking the relay.
    boolean isReady(MessageId message, Body body) {
        return !own.isBusiness()
                || !body.hasReceipt()
                || asked.contains(message)
                || (isFresh(lastAsked) && ofVerified().isPresent());
    }

    private boolean isFresh(@Nullable Instant since) {
        Instant now = own.now();
        return since != null && !since.isAfter(now) && since.plus(FRESH).isAfter(now);
    }

    private Optional<Usable> ofVerified() {
        return certificate
                .last()
                .filter(usable -> usable.speaker().businessName().isPresent());
    }

    /// Asks the relay for the certificate.
    ///
    /// @throws waxwing.client.relay.RelayFailureException if there is no answer
    void askFor(MessageId message) {
        certificate.ask();
        lastAsked = own.now();
        asked.add(message);
    }

    /// Signs a receipt before it waits to go out, so that [#signed] need not, in the lane where one thing
    /// happens at a time. Changes nothing if it can't.
    void signAhead(MessageId message, Body body) {
        Optional<Usable> usable = ofVerified();
        if (own.isBusiness() && body.hasReceipt() && usable.isPresent()) {
            Receipt receipt = body.getReceipt();
            ahead.put(
                    message,
                    new Ahead(
                            Sha256.of(receipt.toByteString()),
                            usable.get(),
                            signature(receipt, message, usable.get())));
        }
    }

    /// The body as it goes out; unsigned if the relay gave no certificate that can be used. Work within a transaction.
    Body signed(MessageId message, Body body) {
        asked.remove(message);
        Ahead kept = ahead.remove(message);
        Optional<Usable> usable = ofVerified();
        if (!own.isBusiness() || !body.hasReceipt() || usable.isEmpty()) {
            return body;
        }
        Receipt receipt = body.getReceipt();
        ReceiptProofs.Signature signature = kept != null && kept.fits(receipt, usable.get())
                ? kept.signature()
                : signature(receipt, message, usable.get());
        return body.toBuilder()
                .setReceipt(
                        ReceiptProofs.signed(receipt, signature, usable.get().signed(), relayKey))
                .build();
    }

    private ReceiptProofs.Signature signature(Receipt receipt, MessageId message, Usable by) {
        return ReceiptProofs.signature(
                receipt,
                message,
                within(by.certificate(), own.relayTime().instant()),
                own.profile().vault().ownIdentity(),
                own.account().id());
    }

    /// The business's own clock may be wrong by hours; the relay says between which times it can be.
    private static Instant within(Certificate certificate, Instant now) {
        long from = certificate.getValidFromMs();
        return Instant.ofEpochMilli(
                Math.clamp(now.toEpochMilli(), from, Math.max(from, certificate.getValidUntilMs() - 1)));
    }
}
