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
/// reads as text is one, whatever else it may be.
public final class ShownBodies {
    private static final String CONTEXT = "report";
    private static final int DEEPEST = 8;
    private static final int DELETE = 0x7f;

    /// Of something with control characters in it; numbers that are in a message besides its texts look like so
    /// many characters at most.
    private static final int MOST_LEFT_OUT = 3;

    private final Sealer sealer;

    public ShownBodies(RelaySecrets secrets, SecureRandom random) {
        this.sealer = new Sealer(secrets.derive(Purpose.REPORT_SEAL), random);
    }

    ByteString seal(ByteString body) {
        return sealer.seal(body, CONTEXT);
    }

    /// All texts of it, in its order.
    List<String> texts(ByteString sealed) {
        return textsIn(sealer.open(sealed, CONTEXT));
    }

    static List<String> textsIn(ByteString body) {
        return message(body, 0).map(Reading::texts).orElse(List.of());
    }

    /// What was read of some bytes.
    ///
    /// @param leftOut bytes that a person would see and that are in no text of it, lengths and the tags before
    /// them apart
    private record Reading(List<String> texts, int leftOut) {}

    /// The bytes as those of a message; empty if they are none.
    private static Optional<Reading> message(ByteString bytes, int depth) {
        List<String> texts = new ArrayList<>();
        int leftOut = 0;
        try {
            CodedInputStream in = bytes.newCodedInput();
            int from = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                    Reading within = value(in.readBytes(), depth);
                    texts.addAll(within.texts());
                    leftOut += within.leftOut();
                } else if (in.skipField(tag)) {
                    leftOut += visible(bytes.substring(from, in.getTotalBytesRead()));
                } else {
                    return Optional.empty();
                }
                from = in.getTotalBytesRead();
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        return Optional.of(new Reading(texts, leftOut));
    }

    /// A value that is a text and may be a message too is listed whole, and then what is in the message, unless
    /// the message's texts say all that the value does. So no text can hide in the form of a message.
    private static Reading value(ByteString value, int depth) {
        Optional<Reading> message = depth < DEEPEST ? message(value, depth + 1) : Optional.empty();
        Optional<String> text = text(value);
        if (message.isEmpty()) {
            return text.map(one -> new Reading(List.of(one), 0))
                    .orElseGet(() -> new Reading(List.of(), visible(value)));
        }
        Reading within = message.get();
        if (text.isEmpty() || !saysMore(text.get(), within)) {
            return within;
        }
        List<String> both = new ArrayList<>(List.of(text.get()));
        both.addAll(within.texts());
        return new Reading(both, 0);
    }

    private static boolean saysMore(String text, Reading within) {
        return isPlain(text) ? within.texts().isEmpty() || within.leftOut() > 0 : within.leftOut() > MOST_LEFT_OUT;
    }

    /// Nothing but printable characters and line ends: a tag of the wire format is nearly always something else.
    private static boolean isPlain(String text) {
        return text.codePoints().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
    }

    private static int visible(ByteString bytes) {
        int visible = 0;
        for (byte one : bytes) {
            visible += one < 0 || (one > ' ' && one < DELETE) ? 1 : 0;
        }
        return visible;
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
