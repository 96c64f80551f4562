package waxwing.server.report;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waxwing.server.secrets.Purpose;
import waxwing.server.secrets.RelaySecrets;
import waxwing.server.secrets.Sealer;

/// The content of messages that people showed: sealed at rest, and told to the operator as the texts in
/// it. The relay knows no content, only the wire format, in which texts and messages are alike; what
/// reads as text is one.
public final class ShownBodies {
    private static final String CONTEXT = "report";
    private static final int DEEPEST = 8;

    private final Sealer sealer;

    public ShownBodies(RelaySecrets secrets, SecureRandom random) {
        this.sealer = new Sealer(secrets.derive(Purpose.REPORT_SEAL), random);
    }

    ByteString seal(ByteString body) {
        return sealer.seal(body, CONTEXT);
    }

    /// All texts of it, in its order.
    List<String> texts(ByteString sealed) {
        List<String> texts = new ArrayList<>();
        collect(sealer.open(sealed, CONTEXT), 0, texts);
        return texts;
    }

    /// @return whether these are the bytes of a message; then its texts are added
    private static boolean collect(ByteString bytes, int depth, List<String> texts) {
        List<String> found = new ArrayList<>();
        try {
            CodedInputStream in = bytes.newCodedInput();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                    add(in.readBytes(), depth, found);
                } else if (!in.skipField(tag)) {
                    return false;
                }
            }
        } catch (IOException _) {
            return false;
        }
        texts.addAll(found);
        return true;
    }

    private static void add(ByteString value, int depth, List<String> found) {
        List<String> within = new ArrayList<>();
        boolean message = depth < DEEPEST && collect(value, depth + 1, within);
        // A short text may happen to have the form of a message, but hardly of one with texts in it.
        if (message && !(within.isEmpty() && isPlain(value))) {
            found.addAll(within);
        } else {
            text(value).ifPresent(found::add);
        }
    }

    /// Nothing but printable characters and line ends: a tag of the wire format is nearly always
    /// something else.
    private static boolean isPlain(ByteString value) {
        return text(value)
                .filter(text -> text.codePoints().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t'))
                .isPresent();
    }

    private static Optional<String> text(ByteString value) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.toByteArray()))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
