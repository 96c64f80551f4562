package waxwing.server.report;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.ContentProof;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.LabelProof;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.ReportRequest;
import waxwing.relay.v1.ReportedMessage;
import waxwing.relay.v1.Submit;
import waxwing.server.TestDevice;

/// The inside of a message as a sender makes it: header, body, and the openings of what it commits to.
/// Written with nothing but the wire format, as by another implementation.
///
/// @param header a serialised content.v1.Header
/// @param body a serialised content.v1.Body
public record Franked(ByteString header, ByteString headerOpening, ByteString body, ByteString bodyOpening) {
    /// @param kind what the header says
    /// @param bodyField the field of content.v1.Body in which the text stands
    public static Franked saying(String kind, int bodyField, String text) {
        return new Franked(
                field(3, ByteString.copyFromUtf8(kind)),
                opening(),
                field(bodyField, field(1, ByteString.copyFromUtf8(text))),
                opening());
    }

    static ByteString field(int number, ByteString value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeBytes(number, value);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }

    private static ByteString opening() {
        byte[] key = new byte[32];
        ThreadLocalRandom.current().nextBytes(key);
        return ByteString.copyFrom(key);
    }

    public Submit in(Submit submit) {
        return submit.toBuilder()
                .setCommitments(Commitments.newBuilder()
                        .setHeader(hmac(headerOpening, header))
                        .setBody(hmac(bodyOpening, body)))
                .build();
    }

    private static ByteString hmac(ByteString key, ByteString bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.toByteArray(), "HmacSHA256"));
            return ByteString.copyFrom(mac.doFinal(bytes.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public LabelProof label() {
        return LabelProof.newBuilder()
                .setHeader(header)
                .setHeaderOpening(headerOpening)
                .build();
    }

    public ContentProof content() {
        return ContentProof.newBuilder()
                .setHeader(header)
                .setHeaderOpening(headerOpening)
                .setBody(body)
                .setBodyOpening(bodyOpening)
                .build();
    }

    /// A report of an envelope that came, which shows nothing.
    public static ReportRequest.Builder report(TestDevice sender, Envelope came) {
        return ReportRequest.newBuilder()
                .setMessage(ReportedMessage.newBuilder()
                        .setSenderAccountId(sender.accountBytes())
                        .setSenderDeviceId(came.getSenderDeviceId())
                        .setSubmitId(came.getSubmitId())
                        .setAcceptedAtMs(came.getAcceptedAtMs())
                        .setCommitments(came.getCommitments())
                        .setLabel(came.hasLabel() ? came.getLabel().getKind() : MessageKind.MESSAGE_KIND_UNSPECIFIED)
                        .setRelayTag(came.getRelayTag()));
    }
}
