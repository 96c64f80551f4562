package waxwing.client.exchange;

import com.google.protobuf.ByteString;
import java.security.KeyPair;
import java.security.SecureRandom;
import waxwing.content.v1.Body;
import waxwing.content.v1.Header;
import waxwing.content.v1.Sealed;
import waxwing.content.v1.Text;
import waxwing.crypto.Commitment;
import waxwing.crypto.EncryptResult;
import waxwing.crypto.Padding;
import waxwing.model.MessageId;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.Delivery;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.Label;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.SignedCertificate;

/// An envelope in the making, with anything about it wrong that a test wants wrong.
final class Letter {
    private final Desk from;
    private final MessageId id;
    private Body body =
            Body.newBuilder().setText(Text.newBuilder().setText("hi")).build();
    private String innerKind = "";
    private MessageKind label = MessageKind.MESSAGE_KIND_UNSPECIFIED;
    private SignedCertificate certificate;
    private ByteString committedBody = ByteString.EMPTY;

    Letter(Desk from, KeyPair relay) {
        this.from = from;
        this.id = from.own().newMessageId();
        this.certificate = from.certifiedBy(relay);
    }

    MessageId id() {
        return id;
    }

    Body body() {
        return body;
    }

    Letter saying(Body other) {
        body = other;
        return this;
    }

    /// Outside and inside alike.
    Letter labelled(MessageKind kind) {
        label = kind;
        innerKind = kind.name();
        return this;
    }

    Letter labelledOutside(MessageKind kind) {
        label = kind;
        return this;
    }

    Letter certified(SignedCertificate other) {
        certificate = other;
        return this;
    }

    Letter committedTo(Body other) {
        committedBody = other.toByteString();
        return this;
    }

    Delivery to(Desk recipient) {
        ByteString header = Header.newBuilder()
                .setMessageId(ByteString.copyFrom(id.toBytes()))
                .setKind(innerKind)
                .build()
                .toByteString();
        SecureRandom random = new SecureRandom();
        Commitment toHeader = Commitment.to(header, random);
        Commitment toBody = Commitment.to(committedBody.isEmpty() ? body.toByteString() : committedBody, random);
        EncryptResult.Encrypted encrypted = from.encrypts(
                Padding.padded(Sealed.newBuilder()
                        .setHeader(header)
                        .setBody(body.toByteString())
                        .setHeaderOpening(toHeader.opening())
                        .setBodyOpening(toBody.opening())
                        .build()),
                recipient);
        Envelope.Builder envelope = Envelope.newBuilder()
                .setSubmitId(ByteString.copyFrom(from.own().newSubmitId().toBytes()))
                .setAcceptedAtMs(from.own().now().toEpochMilli())
                .setSender(certificate)
                .setSenderDeviceId(from.address().device().value())
                .setType(Desk.type(encrypted))
                .setCiphertext(encrypted.ciphertext().bytes())
                .setCommitments(
                        Commitments.newBuilder().setHeader(toHeader.value()).setBody(toBody.value()));
        if (label != MessageKind.MESSAGE_KIND_UNSPECIFIED) {
            envelope.setLabel(Label.newBuilder().setKind(label));
        }
        return Delivery.newBuilder().setSequence(1).setEnvelope(envelope).build();
    }
}
