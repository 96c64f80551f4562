package waxwing.server.mailbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;
import waxwing.relay.v1.RelayStatus;
import waxwing.store.StorageFailure;

/// The bytes of a stored entry: form (1 byte), expiry (8), certificate id (8), then the serialised message; before that
/// one, of a held message: recipient (16), business (16), time (8), kind (16, its name in ASCII, filled up with
/// zeros).
final class EntryCodec {
    /// Where the expiry stands, for readers that need nothing else.
    static final int EXPIRY_OFFSET = 1;

    private static final int HEADER = 1 + 8 + 8;
    private static final byte MESSAGE = 1;
    private static final byte STATUS = 2;
    private static final byte HELD = 3;
    private static final int KIND = 16;
    /// Bytes of what a held message has more.
    static final int HELD_HEADER = 2 * AccountId.BYTES + 8 + KIND;

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
                case EntryContent.Held held -> {
                    header.put(HELD)
                            .putLong(entry.expiresAtMillis())
                            .putLong(held.message().certificateId());
                    body.writeRawBytes(headerOf(held));
                    body.writeRawBytes(held.message().envelope());
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

    private static byte[] headerOf(EntryContent.Held held) {
        return ByteBuffer.allocate(HELD_HEADER)
                .put(held.recipient().toBytes())
                .put(held.business().toBytes())
                .putLong(held.heldAtMillis())
                .put(Arrays.copyOf(held.kind().name().getBytes(StandardCharsets.US_ASCII), KIND))
                .array();
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
                case HELD -> new Entry(held(body, certificateId), expiresAt);
                case STATUS -> new Entry(new EntryContent.Status(RelayStatus.parseFrom(body)), expiresAt);
                default -> throw new StorageFailure("a stored entry has the form " + form + " (expected: 1 to 3)");
            };
        } catch (IOException e) {
            throw new StorageFailure("a stored entry cannot be read", e);
        }
    }

    private static EntryContent.Held held(ByteString body, long certificateId) {
        if (body.size() < HELD_HEADER) {
            throw new StorageFailure(
                    "a stored held message has " + body.size() + " bytes (expected: at least " + HELD_HEADER + ")");
        }
        ByteBuffer header = body.substring(0, HELD_HEADER).asReadOnlyByteBuffer();
        byte[] recipient = new byte[AccountId.BYTES];
        byte[] business = new byte[AccountId.BYTES];
        byte[] kind = new byte[KIND];
        header.get(recipient).get(business);
        long heldAt = header.getLong();
        header.get(kind);
        return new EntryContent.Held(
                new EntryContent.Message(body.substring(HELD_HEADER), certificateId),
                AccountId.ofBytes(recipient),
                AccountId.ofBytes(business),
                MessageKind.parse(new String(kind, StandardCharsets.US_ASCII).replace("\0", "")),
                heldAt);
    }
}
