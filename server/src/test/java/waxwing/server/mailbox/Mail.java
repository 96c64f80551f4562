package waxwing.server.mailbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import waxwing.model.AccountId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.RelayStatus;

/// What tests put into mailboxes, and what they read of it.
final class Mail {
    static final long NEVER = Long.MAX_VALUE;
    static final QueueId SENDER = new QueueId(99);
    static final AccountId BOB = new AccountId(new UUID(0xb0b, 1));

    private Mail() {}

    static Entry message(String text) {
        return message(text, NEVER);
    }

    static Entry message(String text, long expiresAt) {
        Envelope envelope = Envelope.newBuilder()
                .setCiphertext(ByteString.copyFromUtf8(text))
                .setSenderDeviceId(1)
                .build();
        return new Entry(EntryContent.Message.of(envelope, 7), expiresAt);
    }

    static Entry large(int bytes) {
        Envelope envelope = Envelope.newBuilder()
                .setCiphertext(ByteString.copyFrom(new byte[bytes]))
                .build();
        return new Entry(EntryContent.Message.of(envelope, 7), NEVER);
    }

    static Entry status(long at) {
        return new Entry(
                new EntryContent.Status(RelayStatus.newBuilder().setAtMs(at).build()), NEVER);
    }

    static String text(SequencedEntry entry) {
        return entry.entry().content() instanceof EntryContent.Message message ? text(message) : "status";
    }

    private static String text(EntryContent.Message message) {
        try {
            return Envelope.parseFrom(message.envelope()).getCiphertext().toString(StandardCharsets.UTF_8);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param madeAt Unix milliseconds that the version 7 UUID begins with
    static SubmitKey submit(long madeAt, long number) {
        UUID id = new UUID((madeAt << 16) | 0x7000L, 0x8000_0000_0000_0000L | number);
        return new SubmitKey(new SubmitId(id), SENDER, BOB);
    }

    static SubmitKey submitOf(QueueId sender, long madeAt) {
        return new SubmitKey(submit(madeAt, 1).submit(), sender, BOB);
    }
}
