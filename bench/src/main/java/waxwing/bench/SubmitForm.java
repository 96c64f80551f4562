package waxwing.bench;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import waxwing.relay.v1.CiphertextType;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.Submit;

/// A submit to one recipient, serialised once; what differs between two of them is patched into it: the submit id,
/// the payload and the commitments.
///
/// A payload is a head, which says which message it is, and random bytes out of a pool: nothing in it can be
/// compressed, and its last bytes tell whether it came whole.
final class SubmitForm {
    /// Bytes of a ciphertext.
    static final int PAYLOAD = 512;

    private static final int HEAD = 8 + 4 + 4 + 8 + 4;
    private static final int TAIL = 8;
    private static final int COMMITMENTS = 2 * 32;
    private static final byte[] POOL = new byte[1 << 20];
    private static final int POOL_MASK = POOL.length / 2 - 1;

    static {
        new SplittableRandom(0x5741_5857).nextBytes(POOL);
    }

    private final byte[] form;
    private final int idAt;
    private final int payloadAt;
    private final int headerAt;
    private final int bodyAt;

    SubmitForm(Registered to) {
        ByteString id = ByteString.copyFrom(POOL, 0, 16);
        ByteString payload = ByteString.copyFrom(POOL, 64, PAYLOAD);
        ByteString header = ByteString.copyFrom(POOL, 1024, 32);
        ByteString body = ByteString.copyFrom(POOL, 2048, 32);
        byte[] frame = ClientFrame.newBuilder()
                .setSubmit(Submit.newBuilder()
                        .setSubmitId(id)
                        .addDestinations(Destination.newBuilder()
                                .setAccountId(ByteString.copyFrom(to.account().toBytes()))
                                .addCiphertexts(DeviceCiphertext.newBuilder()
                                        .setDeviceId(1)
                                        .setRegistrationId(to.registrationId())
                                        .setType(CiphertextType.CIPHERTEXT_TYPE_SESSION)
                                        .setCiphertext(payload)))
                        .setCommitments(
                                Commitments.newBuilder().setHeader(header).setBody(body)))
                .build()
                .toByteArray();
        form = new byte[Http2Link.PREFIX + frame.length];
        ByteBuffer.wrap(form).put((byte) 0).putInt(frame.length).put(frame);
        idAt = indexOf(id);
        payloadAt = indexOf(payload);
        headerAt = indexOf(header);
        bodyAt = indexOf(body);
    }

    private int indexOf(ByteString part) {
        for (int at = 0; at + part.size() <= form.length; at++) {
            if (ByteString.copyFrom(form, at, part.size()).equals(part)) {
                return at;
            }
        }
        throw new IllegalStateException("a part is not in the serialised submit");
    }

    /// Writes one submit, ready to be sent.
    ///
    /// @param most the upper half of the submit id
    /// @param least the lower half
    void write(ByteBuf out, long most, long least, Head head) {
        int start = out.writerIndex();
        int random = Math.abs((int) ((most ^ (least * 0x9E37_79B9_7F4A_7C15L)) >>> 20)) & POOL_MASK;
        out.writeBytes(form, 0, payloadAt);
        out.writeLong(head.stamp).writeInt(head.lane).writeInt(head.number).writeLong(head.intendedNanos);
        out.writeInt(random);
        out.writeBytes(POOL, random, PAYLOAD - HEAD);
        out.writeBytes(form, payloadAt + PAYLOAD, form.length - payloadAt - PAYLOAD);
        out.setLong(start + idAt, most).setLong(start + idAt + 8, least);
        out.setBytes(start + headerAt, POOL, random + PAYLOAD, COMMITMENTS / 2);
        out.setBytes(start + bodyAt, POOL, random + PAYLOAD + COMMITMENTS, COMMITMENTS / 2);
    }

    /// Which message a payload is. Filled anew for each, so that none costs an object.
    static final class Head {
        /// Of this process: what another one left in a mailbox is not ours to judge.
        long stamp;

        int lane;
        int number;
        long intendedNanos;

        /// @return false if these are not the bytes that were sent
        boolean read(ByteBuf in, int from, int to) {
            if (to - from != PAYLOAD) {
                return false;
            }
            stamp = in.getLong(from);
            lane = in.getInt(from + 8);
            number = in.getInt(from + 12);
            intendedNanos = in.getLong(from + 16);
            int random = in.getInt(from + 24) & POOL_MASK;
            for (int i = 1; i <= TAIL; i++) {
                if (in.getByte(to - i) != POOL[random + PAYLOAD - HEAD - i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
