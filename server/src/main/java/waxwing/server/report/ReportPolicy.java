package waxwing.server.report;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.ReportRefused.Code;
import waxwing.server.report.Proof.Opening;
import waxwing.server.secrets.KeyedHash;

/// Whether a report proves what it says, pure: the reporter got exactly this message through this relay,
/// not too long ago, and what they show is what its sender committed to.
final class ReportPolicy {
    /// A message can wait 30 days for its recipient, who then has as long to report it.
    static final Duration LONGEST_AGO = Duration.ofDays(60);

    private ReportPolicy() {}

    /// A message as its recipient says that it came. Its statement names the caller as the recipient.
    record Reported(RelayTags.Statement statement, Commitments commitments, ByteString tag) {}

    /// Why a report doesn't count; empty if it does.
    static Optional<Code> refusal(Reported message, Proof proof, RelayTags tags, long nowMillis) {
        RelayTags.Statement statement = message.statement();
        if (!tags.isMine(message.tag(), statement, message.commitments())) {
            return Optional.of(Code.NOT_RECEIVED);
        }
        if (statement.sender().equals(statement.recipient())) {
            return Optional.of(Code.OWN_MESSAGE);
        }
        if (nowMillis - statement.acceptedAtMillis() > LONGEST_AGO.toMillis()) {
            return Optional.of(Code.TOO_OLD);
        }
        if (proof instanceof Proof.OfLabel && statement.label() == MessageKind.MESSAGE_KIND_UNSPECIFIED) {
            return Optional.of(Code.NO_LABEL);
        }
        return opens(proof, message.commitments()) ? Optional.empty() : Optional.of(Code.PROOF_DOES_NOT_OPEN);
    }

    private static boolean opens(Proof proof, Commitments commitments) {
        return switch (proof) {
            case Proof.CountOnly _ -> true;
            case Proof.OfLabel(var header) -> opens(header, commitments.getHeader());
            case Proof.OfContent(var header, var body) ->
                opens(header, commitments.getHeader()) && opens(body, commitments.getBody());
        };
    }

    private static boolean opens(Opening opening, ByteString commitment) {
        KeyedHash hash = new KeyedHash(new SecretKeySpec(opening.key().toByteArray(), "HmacSHA256"));
        return MessageDigest.isEqual(
                commitment.toByteArray(), hash.of(opening.bytes()).toByteArray());
    }
}
