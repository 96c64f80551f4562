package waxwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import waxwing.content.v1.Sealed;

final class CommitmentAndPaddingTest {
    private static final ByteString BODY = ByteString.copyFromUtf8("the body");
    private final SecureRandom random = new SecureRandom();

    @Test
    void aCommitmentIsOpenedByItsOpeningAndItsBytesOnly() {
        Commitment commitment = Commitment.to(BODY, random);
        Commitment other = Commitment.to(BODY, random);

        assertThat(Commitment.opens(commitment.value(), commitment.opening(), BODY))
                .isTrue();
        assertThat(Commitment.opens(commitment.value(), other.opening(), BODY)).isFalse();
        assertThat(Commitment.opens(other.value(), commitment.opening(), BODY)).isFalse();
        assertThat(Commitment.opens(
                        commitment.value(), commitment.opening(), BODY.concat(ByteString.copyFromUtf8("!"))))
                .isFalse();
    }

    @Test
    void aCommitmentIsHmacSha256() {
        // RFC 4231 has no 32-byte key; this value was computed with Python's hmac module.
        ByteString opening = ByteString.copyFrom(new byte[32]);
        ByteString expected = ByteString.fromHex("161efe58b16eaa44308f957c038b666ab90aa6dc7bd0afb6c289b2029c79ed43");

        assertThat(Commitment.opens(expected, opening, BODY)).isTrue();
    }

    @Test
    void oddSizesOpenNothing() {
        Commitment commitment = Commitment.to(BODY, random);

        assertThat(Commitment.opens(ByteString.EMPTY, commitment.opening(), BODY))
                .isFalse();
        assertThat(Commitment.opens(commitment.value(), ByteString.EMPTY, BODY)).isFalse();
        assertThat(Commitment.opens(commitment.value().substring(1), commitment.opening(), BODY))
                .isFalse();
    }

    @Test
    void everyLengthIsPaddedToAMultipleOf160AndReadBack() throws Exception {
        for (int size = 0; size <= 1_000; size++) {
            Sealed sealed = Sealed.newBuilder()
                    .setBody(ByteString.copyFrom(new byte[size]))
                    .build();

            byte[] padded = Padding.padded(sealed);

            assertThat(padded.length % Padding.BLOCK).as("size %s", size).isZero();
            assertThat(padded.length).as("size %s", size).isLessThan(sealed.getSerializedSize() + 2 * Padding.BLOCK);
            assertThat(Sealed.parseFrom(padded).toBuilder().clearPadding().build())
                    .isEqualTo(sealed);
        }
    }

    @Test
    void largeOnesArePaddedToo() {
        for (int size = 16_300; size <= 16_600; size++) {
            Sealed sealed = Sealed.newBuilder()
                    .setBody(ByteString.copyFrom(new byte[size]))
                    .build();

            assertThat(Padding.padded(sealed).length % Padding.BLOCK).isZero();
        }
    }
}
