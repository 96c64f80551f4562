package waxwing.crypto;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells before a decryption what a message that skips others would cost.
///
/// libsignal 0.86.5 derives the key of every skipped message *before* it can tell whether a message is genuine,
/// copies the whole chain for each (so that the time grows with the square of the gap: half a second for 1,900,
/// five for 24,000), and tries each archived state in turn. Anybody who can put bytes into a mailbox could so
/// stop an end. The counter stands in clear in the message and the chains' positions in the session's record,
/// so the price can be known: the sum over all states of the squared gaps.
///
/// An honest sender leaves a gap only for what the relay dropped: messages that expired, or that the recipient's
/// controls refused. A message beyond [#HIGHEST_PRICE] is not tried; the session is rebuilt instead, which costs
/// about a millisecond.
final class CounterGapPolicy {
    static final int LARGEST_GAP = 2_000;

    /// That of one gap of [#LARGEST_GAP].
    static final long HIGHEST_PRICE = (long) LARGEST_GAP * LARGEST_GAP;

    private CounterGapPolicy() {}

    /// @param record the session's record, if there is one
    /// @param ratchetKey the message's sender ratchet key, serialised
    /// @param counter the message's position in its chain; negative stands for 2^31 and above
    /// @param form a message that may open a session is tried in a further state, with no message received yet
    /// @return 0 when nothing is skipped
    static long price(Optional<SecretBytes> record, ByteString ratchetKey, int counter, CiphertextForm form) {
        long position = Integer.toUnsignedLong(counter);
        long price = form == CiphertextForm.PREKEY ? square(position) : 0;
        for (Map<ByteString, Integer> state :
                record.map(CounterGapPolicy::states).orElse(List.of())) {
            price += square(position - Integer.toUnsignedLong(state.getOrDefault(ratchetKey, 0)));
        }
        return price;
    }

    private static long square(long gap) {
        long counted = Math.clamp(gap, 0, LARGEST_GAP + 1L);
        return counted * counted;
    }

    /// Each state's receiving chains and how far they have come, the current state first.
    ///
    /// libsignal offers no accessor, so this reads its storage format (storage.proto of the pinned version): a
    /// record is { current_session = 1, previous_sessions = 2 }, a session has receiver_chains = 7, a chain is
    /// { sender_ratchet_key = 1, chain_key = 3 }, and a chain key has its index = 1. A test compares it with
    /// sessions that libsignal made.
    static List<Map<ByteString, Integer>> states(SecretBytes record) {
        List<Map<ByteString, Integer>> states = new ArrayList<>();
        try {
            for (Field session : fields(ByteString.copyFrom(record.toArray()))) {
                if (session.number() == 1 || session.number() == 2) {
                    states.add(chains(session.bytes()));
                }
            }
            return states;
        } catch (IOException e) {
            throw new IllegalStateException("a stored session can't be read", e);
        }
    }

    private static Map<ByteString, Integer> chains(ByteString session) throws IOException {
        Map<ByteString, Integer> positions = new HashMap<>();
        for (Field chain : fields(session)) {
            if (chain.number() == 7) {
                ByteString ratchetKey = ByteString.EMPTY;
                int index = 0;
                for (Field part : fields(chain.bytes())) {
                    switch (part.number()) {
                        case 1 -> ratchetKey = part.bytes();
                        case 3 -> index = index(part.bytes());
                        default -> {}
                    }
                }
                positions.put(ratchetKey, index);
            }
        }
        return positions;
    }

    private static int index(ByteString chainKey) throws IOException {
        CodedInputStream in = chainKey.newCodedInput();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                return in.readUInt32();
            }
            in.skipField(tag);
        }
        return 0;
    }

    private static List<Field> fields(ByteString message) throws IOException {
        List<Field> fields = new ArrayList<>();
        CodedInputStream in = message.newCodedInput();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                fields.add(new Field(WireFormat.getTagFieldNumber(tag), in.readBytes()));
            } else {
                in.skipField(tag);
            }
        }
        return fields;
    }

    private record Field(int number, ByteString bytes) {}
}
