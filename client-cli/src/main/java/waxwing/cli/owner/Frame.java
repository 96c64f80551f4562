package waxwing.cli.owner;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// A piece of the conversation between an owner and a process that forwards to it: one byte that says what it
/// is, a length, and that many bytes.
record Frame(Kind kind, Bytes content) {
    private static final int LONGEST = 4 * 1024 * 1024;

    enum Kind {
        /// To the owner, first: an [Invocation].
        CALL('c'),
        /// From the owner: fetch up to so many bytes of input (4 bytes, big-endian).
        WANT_INPUT('w'),
        /// To the owner: input that was wanted; empty at its end.
        INPUT('i'),
        /// From the owner: what the command printed.
        OUTPUT('o'),
        /// From the owner: what the command said.
        ERRORS('e'),
        /// From the owner, last: the exit code (4 bytes, big-endian).
        EXIT('x');

        private final int code;

        Kind(char code) {
            this.code = code;
        }

        void writeTo(DataOutputStream out) throws IOException {
            out.writeByte(code);
        }

        static Kind readFrom(DataInputStream in) throws IOException {
            int code = in.readUnsignedByte();
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IOException("frame of kind " + code + " (expected: one that this version knows)");
        }
    }

    /// Bytes that nobody changes any more.
    static final class Bytes {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] array() {
            return bytes;
        }
    }

    Frame(Kind kind, byte[] content) {
        this(kind, new Bytes(content));
    }

    byte[] bytes() {
        return content.array();
    }

    void writeTo(DataOutputStream out) throws IOException {
        synchronized (out) {
            kind.writeTo(out);
            writeBytes(out, bytes());
            out.flush();
        }
    }

    static Frame readFrom(DataInputStream in) throws IOException {
        Kind kind = Kind.readFrom(in);
        return new Frame(kind, readBytes(in));
    }

    static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("frame of " + length + " bytes (expected: 0.." + LONGEST + ")");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
