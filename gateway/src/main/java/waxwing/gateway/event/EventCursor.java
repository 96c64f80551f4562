package waxwing.gateway.event;

import java.nio.ByteBuffer;
import java.util.Base64;
import waxwing.model.MalformedValueException;

/// A place in the log of events: behind the event with this number. Outside the gateway it is a text
/// without meaning.
///
/// @param sequence 0 for the start of the log
public record EventCursor(long sequence) {
    /// Before everything.
    public static final EventCursor START = new EventCursor(0);

    private static final String PREFIX = "cur_";
    private static final byte VERSION = 1;
    private static final int BYTES = 1 + Long.BYTES;

    public EventCursor {
        if (sequence < 0) {
            throw new MalformedValueException("sequence: " + sequence + " (expected: 0 or more)");
        }
    }

    /// @throws MalformedValueException if it is not what [#toString] gives
    public static EventCursor parse(String text) {
        try {
            if (text.startsWith(PREFIX)) {
                byte[] bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
                if (bytes.length == BYTES && bytes[0] == VERSION) {
                    var cursor = new EventCursor(
                            ByteBuffer.wrap(bytes, 1, Long.BYTES).getLong());
                    if (cursor.toString().equals(text)) {
                        return cursor;
                    }
                }
            }
        } catch (IllegalArgumentException _) {
            // Told below, in the same words as any other text that is no cursor.
        }
        throw new MalformedValueException("not a cursor (expected: one that an event or an answer gave, unchanged)");
    }

    @Override
    public String toString() {
        byte[] bytes = ByteBuffer.allocate(BYTES).put(VERSION).putLong(sequence).array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
