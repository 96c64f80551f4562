package waxwing.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.MessageKind;

class RelayTagsTest {
    private static final RelayTags.Statement STATEMENT = new RelayTags.Statement(
            new AccountId(new UUID(1, 1)),
            DeviceId.PRIMARY,
            new AccountId(new UUID(2, 2)),
            SubmitId.ofBytes(new byte[SubmitId.BYTES]),
            1_764_331_200_000L,
            MessageKind.RECEIPT);
    private static final Commitments COMMITMENTS = Commitments.newBuilder()
            .setHeader(ByteString.copyFrom(new byte[32]))
            .setBody(ByteString.copyFrom(new byte[32]))
            .build();

    private static RelayTags withKeyOf(int value) {
        byte[] key = new byte[RelayTags.KEY_LENGTH];
        Arrays.fill(key, (byte) value);
        return new RelayTags(key);
    }

    /// Of two relays, or of one that lost its secrets.
    @Test
    void oneKeysTagOfAStatementIsNotAnothers() {
        ByteString tag = withKeyOf(1).tag(STATEMENT, COMMITMENTS);
        assertThat(withKeyOf(1).isMine(tag, STATEMENT, COMMITMENTS)).isTrue();
        assertThat(withKeyOf(2).isMine(tag, STATEMENT, COMMITMENTS)).isFalse();
        assertThat(withKeyOf(2).tag(STATEMENT, COMMITMENTS)).isNotEqualTo(tag);
    }
}
