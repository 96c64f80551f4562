package waxwing.server.mailbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import waxwing.relay.v1.RelayStatus;
import waxwing.store.StorageFailure;

/// The bytes of a stored entry: form (1 byte), expiry (8), certificate id (8), then the serialised message.
final class EntryCodec {
    /// Where the expiry stands, for readers that need nothing else.
    static final int EXPIRY_OFFSET = 1;

    private static final int HEADER = 1 + 8 + 8;
    private static final byte MESSAGE = 1;
    private static final byte STATUS = 2;

    private EntryCodec() {}

    /// The entry's [Entry#size], from its stored bytes.
    static int sizeOf(byte[] bytes) {
        return bytes.length - HEADER;
    }

    static byte[] encode(Entry entry) {
        byte[] bytes = new byte[HEADER + entry.size()];
        ByteBuffer header = ByteBuffer.wrap(bytes);
        CodedOutputStream body = CodedOutputStream.newInstance(bytes, HEADER, bytes.length - HEADER);
        try {
            switch (entry.content()) {
                case EntryContent.Message message -> {
                    header.put(MESSAGE).putLong(entry.expiresAtMillis()).putLong(message.certificateId());
                    body.writeRawBytes(message.envelope());
                }
                case EntryContent.Status status -> {
                    header.put(STATUS).putLong(entry.expiresAtMillis()).putLong(0);
                    status.status().writeTo(body);
                }
            }
            body.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new IllegalStateException("an entry did not fit the size that it had told", e);
        }
        return bytes;
    }

    /// @param bytes not to be changed afterwards: the entry's envelope is a slice of them
    static Entry decode(byte[] bytes) {
        if (bytes.length < HEADER) {
            throw new StorageFailure(
                    "a stored entry has " + bytes.length + " bytes (expected: at least " + HEADER + ")");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        byte form = header.get();
        long expiresAt = header.getLong();
        long certificateId = header.getLong();
        ByteString body = UnsafeByteOperations.unsafeWrap(bytes).substring(HEADER);
        try {
            return switch (form) {
                case MESSAGE -> new Entry(new EntryContent.Message(body, certificateId), expiresAt);
                case STATUS -> new Entry(new EntryContent.Status(RelayStatus.parseFrom(body)), expiresAt);
                default -> throw new StorageFailure("a stored entry has the form " + form + " (expected: 1 or 2)");
            };
        } catch (IOException e) {
            throw new StorageFailure("a stored entry cannot be read", e);
        }
    }
}
