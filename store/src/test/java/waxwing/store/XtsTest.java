package waxwing.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class XtsTest {
    /// IEEE Std 1619-2007, annex B, vector 1: both keys, the number of the unit and 32 bytes of plaintext are zero.
    @Test
    void theStandardsFirstVectorComesOut() {
        byte[] block = new byte[Xts.BLOCK];

        new Xts(new byte[16]).encrypt(0, block);

        assertThat(HexFormat.of().formatHex(block, 0, 32))
                .isEqualTo("917cf69ebd68b2ec9b9fe9a3eadda692" + "cd43d2f59598ed858c02c2652fbf922e");
    }

    @Test
    void whatIsEncryptedTogetherIsDecryptedAloneUnderItsNumberOnly() {
        byte[] plain = new byte[3 * Xts.BLOCK];
        new Random(1).nextBytes(plain);
        byte[] blocks = plain.clone();
        Xts xts = new Xts(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});

        xts.encrypt(40, blocks);

        byte[] last = Arrays.copyOfRange(blocks, 2 * Xts.BLOCK, 3 * Xts.BLOCK);
        byte[] elsewhere = last.clone();
        xts.decrypt(42, last);
        xts.decrypt(41, elsewhere);
        assertThat(last).isEqualTo(Arrays.copyOfRange(plain, 2 * Xts.BLOCK, 3 * Xts.BLOCK));
        assertThat(elsewhere).isNotEqualTo(last);
    }
}
