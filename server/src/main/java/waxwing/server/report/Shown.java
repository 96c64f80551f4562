package waxwing.server.report;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import waxwing.relay.v1.MessageKind;

/// What a proof shows of a message's kind. The relay knows no content: it looks at two numbers of the
/// wire format, the field of a header in which the kind stands, and the field that a body consists of.
///
/// @param innerKind what the header says, at most 16 characters; empty if nothing was shown
record Shown(Finding finding, Optional<String> innerKind) {
    /// The field `kind` of content.v1.Header.
    private static final int KIND_OF_HEADER = 3;

    /// The fields of the `oneof` of content.v1.Body, all of them messages.
    private static final Set<Integer> CONTENTS = Set.of(1, 2, 3, 4, 5, 6, 10, 20, 21, 22);

    private static final int LONGEST_KIND = 16;

    static Shown by(Proof proof, MessageKind label) {
        return switch (proof) {
            case Proof.CountOnly _ -> new Shown(Finding.UNSHOWN, Optional.empty());
            case Proof.OfLabel(var header) -> of(kindIn(header.bytes()), true, label);
            case Proof.OfContent(var header, var body) ->
                of(kindIn(header.bytes()), isBodyOf(label, body.bytes()), label);
        };
    }

    private static Shown of(String innerKind, boolean bodyAsLabelled, MessageKind label) {
        boolean labelled = label != MessageKind.MESSAGE_KIND_UNSPECIFIED;
        boolean honest = !labelled || (innerKind.equals(label.name()) && bodyAsLabelled);
        return new Shown(honest ? Finding.AS_LABELLED : Finding.MISLABELLED, Optional.of(shortened(innerKind)));
    }

    private static String shortened(String kind) {
        return kind.length() <= LONGEST_KIND ? kind : kind.substring(0, LONGEST_KIND);
    }

    private static String kindIn(ByteString header) {
        String kind = "";
        try {
            CodedInputStream in = header.newCodedInput();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == KIND_OF_HEADER
                        && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                    kind = in.readStringRequireUtf8();
                } else if (!in.skipField(tag)) {
                    return "(unreadable)";
                }
            }
            return kind;
        } catch (IOException _) {
            return "(unreadable)";
        }
    }

    /// Of a body with several contents the last counts, as for any `oneof`; what a client passes over, such as
    /// a known number with another wire type, does not.
    private static boolean isBodyOf(MessageKind label, ByteString body) {
        int field = 0;
        try {
            CodedInputStream in = body.newCodedInput();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (CONTENTS.contains(WireFormat.getTagFieldNumber(tag))
                        && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                    field = WireFormat.getTagFieldNumber(tag);
                }
                if (!in.skipField(tag)) {
                    return false;
                }
            }
        } catch (IOException _) {
            return false;
        }
        return field == fieldOf(label);
    }

    /// The field of content.v1.Body in which a kind's content stands.
    private static int fieldOf(MessageKind label) {
        return switch (label) {
            case CONVERSATION -> 1;
            case RECEIPT -> 2;
            case RESERVATION -> 3;
            case DELIVERY -> 4;
            case CODE -> 5;
            case OFFER -> 6;
            case REPAIR -> 21;
            case MESSAGE_KIND_UNSPECIFIED, UNRECOGNIZED -> 0;
        };
    }
}
