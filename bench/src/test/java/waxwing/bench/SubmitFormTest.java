package waxwing.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import waxwing.model.AccountId;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.Submit;

final class SubmitFormTest {
    private static final AccountId BOB = new AccountId(new UUID(1, 2));

    private final SubmitForm form = new SubmitForm(new Registered(BOB, 4242, "s".repeat(43)));
    private final SubmitForm.Head head = new SubmitForm.Head();

    private Submit written(long most, long least) throws Exception {
        head.stamp = 11;
        head.lane = 12;
        head.number = 13;
        head.intendedNanos = 14;
        ByteBuf out = Unpooled.buffer();
        form.write(out, most, least, head);
        assertThat(out.readByte()).isZero();
        assertThat(out.readInt()).isEqualTo(out.readableBytes());
        return ClientFrame.parseFrom(ByteBufUtil.getBytes(out)).getSubmit();
    }

    @Test
    void whatIsPatchedIsAWholeSubmit() throws Exception {
        Submit submit = written(21, 22);
        assertThat(submit.getSubmitId().asReadOnlyByteBuffer())
                .isEqualTo(ByteBuffer.allocate(16).putLong(21).putLong(22).flip());
        assertThat(submit.getDestinations(0).getAccountId().toByteArray()).isEqualTo(BOB.toBytes());
        assertThat(submit.getDestinations(0).getCiphertexts(0).getRegistrationId())
                .isEqualTo(4242);
        assertThat(submit.getCommitments().getBody().size()).isEqualTo(32);
        assertThat(submit.getCommitments().getBody())
                .isNotEqualTo(submit.getCommitments().getHeader());
    }

    @Test
    void aPayloadTellsWhichMessageItIs() throws Exception {
        ByteBuf payload = payloadOf(written(21, 22));
        SubmitForm.Head read = new SubmitForm.Head();
        assertThat(read.read(payload, 0, payload.readableBytes())).isTrue();
        assertThat(read.stamp).isEqualTo(11);
        assertThat(read.lane).isEqualTo(12);
        assertThat(read.number).isEqualTo(13);
        assertThat(read.intendedNanos).isEqualTo(14);
    }

    @Test
    void aPayloadThatIsCutOrChangedIsFoundOut() throws Exception {
        ByteBuf payload = payloadOf(written(21, 22));
        SubmitForm.Head read = new SubmitForm.Head();
        assertThat(read.read(payload, 0, payload.readableBytes() - 1)).isFalse();
        payload.setByte(payload.readableBytes() - 1, payload.getByte(payload.readableBytes() - 1) ^ 1);
        assertThat(read.read(payload, 0, payload.readableBytes())).isFalse();
    }

    @Test
    void twoMessagesShareNoRandomBytes() throws Exception {
        assertThat(payloadOf(written(21, 22)).slice(32, 100))
                .isNotEqualTo(payloadOf(written(21, 23)).slice(32, 100));
    }

    private static ByteBuf payloadOf(Submit submit) {
        return Unpooled.wrappedBuffer(
                submit.getDestinations(0).getCiphertexts(0).getCiphertext().toByteArray());
    }
}
