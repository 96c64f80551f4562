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
/// so the price can be known: the sum over all states of the squared gaps. The state that has the message's chain
/// is tried alone first, so that an honest message costs only its own gap, whatever is archived beside it.
///
/// An honest sender leaves a gap only for what the relay dropped: messages that expired, or that the recipient's
/// controls refused. A message beyond [#HIGHEST_PRICE] is not tried; the session is rebuilt instead, which costs
/// about a millisecond.
final class CounterGapPolicy {
    static final int LARGEST_GAP = 2_000;

    /// That of one gap of [#LARGEST_GAP].
    static final long HIGHEST_PRICE = (long) LARGEST_GAP * LARGEST_GAP;

    static final int CURRENT_SESSION = 1;
    static final int PREVIOUS_SESSION = 2;

    private CounterGapPolicy() {}

    /// What trying a message in all states of a record costs.
    ///
    /// @param ratchetKey the message's sender ratchet key, serialised
    /// @param counter the message's position in its chain; negative stands for 2^31 and above
    /// @param baseKey of a message that opens a session, serialised: unless a state has it already, the message is
    ///     tried in a further state, with no message received yet
    /// @return 0 when nothing is skipped
    static long price(List<State> states, ByteString ratchetKey, int counter, Optional<ByteString> baseKey) {
        boolean opens = baseKey.isPresent()
                && states.stream().noneMatch(state -> state.baseKey().equals(baseKey.get()));
        long price = opens ? square(Integer.toUnsignedLong(counter)) : 0;
        for (State state : states) {
            price += state.price(ratchetKey, counter);
        }
        return price;
    }

    /// The state that a genuine message belongs to: the one that has its chain already.
    static Optional<State> holder(List<State> states, ByteString ratchetKey, Optional<ByteString> baseKey) {
        return states.stream()
                .filter(state -> state.chains().containsKey(ratchetKey))
                .filter(state -> baseKey.isEmpty() || state.baseKey().equals(baseKey.get()))
                .findFirst();
    }

    private static long square(long gap) {
        long counted = Math.clamp(gap, 0, LARGEST_GAP + 1L);
        return counted * counted;
    }

    /// The states of a record, the current one first.
    ///
    /// libsignal offers no accessor, so this reads its storage format (storage.proto of the pinned version): a
    /// record is { current_session = 1, previous_sessions = 2 }, a session has receiver_chains = 7 and
    /// alice_base_key = 13, a chain is { sender_ratchet_key = 1, chain_key = 3 }, and a chain key has its
    /// index = 1. A test compares it with sessions that libsignal made.
    static List<State> states(SecretBytes record) {
        List<State> states = new ArrayList<>();
        try {
            for (Field session : fields(ByteString.copyFrom(record.toArray()))) {
                if (session.number() == CURRENT_SESSION || session.number() == PREVIOUS_SESSION) {
                    states.add(state(session.bytes()));
                }
            }
            return states;
        } catch (IOException e) {
            throw new IllegalStateException("a stored session can't be read", e);
        }
    }

    private static State state(ByteString session) throws IOException {
        ByteString baseKey = ByteString.EMPTY;
        Map<ByteString, Integer> chains = new HashMap<>();
        for (Field field : fields(session)) {
            switch (field.number()) {
                case 7 -> addChain(chains, field.bytes());
                case 13 -> baseKey = field.bytes();
                default -> {}
            }
        }
        return new State(session, baseKey, chains);
    }

    private static void addChain(Map<ByteString, Integer> chains, ByteString chain) throws IOException {
        ByteString ratchetKey = ByteString.EMPTY;
        int index = 0;
        for (Field part : fields(chain)) {
            switch (part.number()) {
                case 1 -> ratchetKey = part.bytes();
                case 3 -> index = index(part.bytes());
                default -> {}
            }
        }
        chains.put(ratchetKey, index);
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

    /// @param bytes the state as it is stored
    /// @param baseKey of the message that opened it
    /// @param chains the receiving chains, and how far each has come
    record State(ByteString bytes, ByteString baseKey, Map<ByteString, Integer> chains) {
        /// What trying a message in this state alone costs.
        long price(ByteString ratchetKey, int counter) {
            return square(Integer.toUnsignedLong(counter) - Integer.toUnsignedLong(chains.getOrDefault(ratchetKey, 0)));
        }
    }

    private record Field(int number, ByteString bytes) {}
}
