package waxwing.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Walks over the fields of one serialised protobuf message where it lies, and makes no object. Fields that nobody
/// asks about are stepped over.
final class ProtoCursor {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private ByteBuf in = Unpooled.EMPTY_BUFFER;
    private int at;
    private int end;
    private int field;
    private long number;
    private int from;

    /// Begins a message.
    ProtoCursor over(ByteBuf message, int first, int last) {
        in = message;
        at = first;
        end = last;
        return this;
    }

    /// Steps to the next field; false behind the last one.
    boolean next() {
        if (at >= end) {
            return false;
        }
        int tag = (int) varint();
        field = tag >>> 3;
        from = at;
        switch (tag & 7) {
            case VARINT -> number = varint();
            case FIXED_64 -> at += Long.BYTES;
            case FIXED_32 -> at += Integer.BYTES;
            case BYTES -> {
                int length = (int) varint();
                from = at;
                at += length;
            }
            default -> throw new IllegalStateException("a field of wire type " + (tag & 7));
        }
        if (at > end || at < from) {
            throw new IllegalStateException("field " + field + " goes beyond its message");
        }
        return true;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.getByte(at++);
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("a number of more than ten bytes");
    }

    /// The number of the field.
    int field() {
        return field;
    }

    /// The value of a number.
    long number() {
        return number;
    }

    /// Where the bytes of a text, byte string or message begin.
    int from() {
        return from;
    }

    /// Where they end.
    int to() {
        return at;
    }
}
