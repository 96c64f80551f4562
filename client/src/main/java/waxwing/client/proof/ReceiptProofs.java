package waxwing.client.proof;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waxwing.client.content.Violation;
import waxwing.client.proof.Verdict.Genuine;
import waxwing.client.proof.Verdict.NotGenuine;
import waxwing.client.relay.CertificateCheck;
import waxwing.client.relay.Speaker;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.ReceiptProof;
import waxwing.content.v1.ReceiptStatement;
import waxwing.crypto.OwnIdentity;
import waxwing.crypto.StatementContext;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.MalformedValueException;
import waxwing.model.MessageId;
import waxwing.relay.v1.SignedCertificate;

/// Makes and checks the proofs of receipts (proof.proto). Pure.
public final class ReceiptProofs {
    private static final String PARAM = "content.receipt.proof";

    private ReceiptProofs() {}

    /// A business's signature of a receipt.
    public record Signature(Instant signedAt, ByteString bytes) {}

    /// Signs a receipt for [#signed].
    ///
    /// @param message that brings the receipt
    public static Signature signature(
            Receipt receipt, MessageId message, Instant signedAt, OwnIdentity identity, AccountId business) {
        ByteString statement = statement(receipt, message, signedAt.toEpochMilli(), business);
        return new Signature(signedAt, identity.sign(StatementContext.RECEIPT, statement));
    }

    /// Puts a business's proof into its receipt, in the place of any that is there.
    ///
    /// @param certificate of the business, valid when it signed
    /// @param relayKey that signed the certificate
    public static Receipt signed(
            Receipt receipt, Signature signature, SignedCertificate certificate, PublicKey relayKey) {
        return receipt.toBuilder()
                .setProof(ReceiptProof.newBuilder()
                        .setSignedAtMs(signature.signedAt().toEpochMilli())
                        .setSignature(signature.bytes())
                        .setCertificate(certificate.toByteString())
                        .setRelayKey(ByteString.copyFrom(relayKey.getEncoded())))
                .build();
    }

    /// What the business signed, in its canonical form. Protocol buffers' Java writes fields in the order of their
    /// numbers, unknown ones of a later version after them.
    public static ByteString statement(SignedReceipt signed) {
        return statement(
                signed.receipt(),
                signed.message(),
                signed.signedAt().toEpochMilli(),
                signed.business().account());
    }

    private static ByteString statement(Receipt receipt, MessageId message, long signedAtMs, AccountId business) {
        return ReceiptStatement.newBuilder()
                .setBusinessId(ByteString.copyFrom(business.toBytes()))
                .setMessageId(ByteString.copyFrom(message.toBytes()))
                .setSignedAtMs(signedAtMs)
                .setReceipt(receipt.toBuilder().clearProof().build().toByteString())
                .build()
                .toByteString();
    }

    /// Checks the proof of a receipt that a message brought. The relay key is the one that the proof itself names.
    public static Verdict check(Receipt receipt, MessageId message) {
        ReceiptProof proof = receipt.getProof();
        Optional<PublicKey> relayKey = publicKey(proof.getRelayKey());
        if (relayKey.isEmpty()) {
            return new NotGenuine("the relay's key in it can't be read (expected: a P-256 key)");
        }
        Optional<Speaker> business = certificate(proof.getCertificate())
                .flatMap(signed -> new CertificateCheck(relayKey.get()).check(signed, proof.getSignedAtMs()));
        if (business.isEmpty()) {
            return new NotGenuine("the relay did not certify the business's key for the time of the signature");
        }
        Speaker speaker = business.get();
        if (speaker.type() != AccountType.BUSINESS) {
            return new NotGenuine("whoever signed it is no business");
        }
        if (speaker.businessName().isEmpty()) {
            return new NotGenuine("the relay had not verified the business that signed it");
        }
        ByteString statement = statement(receipt, message, proof.getSignedAtMs(), speaker.account());
        return speaker.identity().hasSigned(StatementContext.RECEIPT, statement, proof.getSignature())
                ? new Genuine(new SignedReceipt(
                        receipt, message, speaker, Instant.ofEpochMilli(proof.getSignedAtMs()), relayKey.get()))
                : new NotGenuine("the business's signature does not fit the receipt");
    }

    /// Checks a proof that travels alone: a serialised [ReceiptStatement] and the other parts of its [ReceiptProof].
    public static Verdict check(
            ByteString statement, ByteString signature, ByteString certificate, ByteString relayKey) {
        try {
            ReceiptStatement said = ReceiptStatement.parseFrom(statement);
            Receipt receipt = Receipt.parseFrom(said.getReceipt()).toBuilder()
                    .setProof(ReceiptProof.newBuilder()
                            .setSignedAtMs(said.getSignedAtMs())
                            .setSignature(signature)
                            .setCertificate(certificate)
                            .setRelayKey(relayKey))
                    .build();
            return check(receipt, MessageId.ofBytes(said.getMessageId().toByteArray()));
        } catch (InvalidProtocolBufferException | MalformedValueException _) {
            return new NotGenuine("what was signed can't be read");
        }
    }

    /// What is wrong with the proof of a receipt that just came from `sender`; nothing if it has none.
    ///
    /// @param relayKey of the relay that delivered it
    public static List<Violation> violations(Receipt receipt, MessageId message, Speaker sender, PublicKey relayKey) {
        if (!receipt.hasProof()) {
            return List.of();
        }
        return switch (check(receipt, message)) {
            case NotGenuine(String why) -> violation(why);
            case Genuine(SignedReceipt signed)
            when !signed.relayKey().equals(relayKey) -> violation("the certificate in it is another relay's");
            case Genuine(SignedReceipt signed)
            when !signed.business().account().equals(sender.account())
                    || !signed.business().identity().equals(sender.identity()) ->
                violation("somebody else than its sender signed it");
            case Genuine _ -> List.of();
        };
    }

    private static List<Violation> violation(String why) {
        return List.of(new Violation(PARAM, Violation.Code.INVALID_PARAMETER, why));
    }

    private static Optional<SignedCertificate> certificate(ByteString serialised) {
        try {
            return Optional.of(SignedCertificate.parseFrom(serialised));
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> publicKey(ByteString spki) {
        try {
            return Optional.of(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki.toByteArray())));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }
}
