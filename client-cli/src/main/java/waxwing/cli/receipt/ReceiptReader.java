package waxwing.cli.receipt;

import com.google.protobuf.ByteString;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.client.proof.ReceiptProofs;
import waxwing.client.proof.SignedReceipt;
import waxwing.client.proof.Verdict;

/// Reads what [ReceiptDocument] wrote, from whoever hands it in.
///
/// The proof in it is checked first; then the document is written anew from what was signed, and has to be the one
/// that was read, value by value. Spaces and the order of members don't matter.
public final class ReceiptReader {
    private ReceiptReader() {}

    /// @return what holds under the relay key that the document names; whether that relay is trusted is still open
    /// @throws CommandFailure with [ErrorCode#NOT_GENUINE] if anything of it is not what the business signed
    public static SignedReceipt read(byte[] document) {
        JsonTree given = JsonTree.parse(document)
                .orElseThrow(() -> notGenuine("it is no document that `waxwing business export` wrote"));
        JsonTree proof = given.member(ReceiptDocument.PROOF)
                .orElseThrow(() -> notGenuine("there is no proof in it (expected: a member waxwing:proof)"));
        Verdict verdict = ReceiptProofs.check(
                bytes(proof, ReceiptDocument.STATEMENT),
                bytes(proof, ReceiptDocument.SIGNATURE),
                bytes(proof, ReceiptDocument.CERTIFICATE),
                bytes(proof, ReceiptDocument.RELAY_KEY));
        return switch (verdict) {
            case Verdict.NotGenuine(String why) -> throw notGenuine(why);
            case Verdict.Genuine(SignedReceipt signed) -> {
                requireSame(given, signed);
                yield signed;
            }
        };
    }

    private static void requireSame(JsonTree given, SignedReceipt signed) {
        JsonTree written = JsonTree.parse(ReceiptDocument.of(signed).toString())
                .orElseThrow(() -> new IllegalStateException("a document of our own can't be read"));
        @Nullable String difference = written.differenceTo(given, "");
        if (difference != null) {
            throw notGenuine(SafeText.of("{} is not what the business signed", difference));
        }
    }

    private static ByteString bytes(JsonTree proof, String member) {
        Optional<String> text = proof.member(member).flatMap(JsonTree::text);
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(text.orElse("")));
        } catch (IllegalArgumentException _) {
            throw notGenuine(SafeText.of("{} is not base64", member));
        }
    }

    private static CommandFailure notGenuine(String why) {
        return notGenuine(SafeText.line(why));
    }

    private static CommandFailure notGenuine(SafeText why) {
        return new CommandFailure(ErrorCode.NOT_GENUINE, SafeText.of("not genuine: {}", why))
                .withHint(SafeText.of("ask whoever gave it to you for the file as it was exported"));
    }
}
