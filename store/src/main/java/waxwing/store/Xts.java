package waxwing.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// AES-128 in XTS mode (IEEE Std 1619-2007) over blocks of 4,096 bytes, with one key for the data and the tweak, as
/// H2 has it. The processor's own AES does the work, in one call for all blocks; H2's is written in Java, and was a
/// fifth of what a busy gateway did.
final class Xts {
    /// Bytes that are encrypted as a unit, each under its number.
    static final int BLOCK = 4_096;

    private static final int CELL = 16;
    /// What a bit that leaves the tweak at its end comes back as: x^128 = x^7 + x^2 + x + 1.
    private static final long FEEDBACK = 0x87;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Cipher encryption;
    private final Cipher decryption;

    /// @param key 16 bytes
    Xts(byte[] key) {
        this.encryption = cipher(Cipher.ENCRYPT_MODE, key);
        this.decryption = cipher(Cipher.DECRYPT_MODE, key);
    }

    private static Cipher cipher(int mode, byte[] key) {
        try {
            // The tweak makes each cell's place count; what ECB lacks, XTS adds.
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }

    /// Encrypts whole blocks in place.
    ///
    /// @param first the number of the first block
    void encrypt(long first, byte[] blocks) {
        crypt(encryption, first, blocks);
    }

    /// Decrypts whole blocks in place.
    ///
    /// @param first the number of the first block
    void decrypt(long first, byte[] blocks) {
        crypt(decryption, first, blocks);
    }

    private void crypt(Cipher cipher, long first, byte[] blocks) {
        byte[] tweaks = tweaks(first, blocks.length / BLOCK);
        mask(blocks, tweaks);
        run(cipher, blocks);
        mask(blocks, tweaks);
    }

    /// The tweak of each block's first cell.
    private byte[] tweaks(long first, int count) {
        byte[] tweaks = new byte[count * CELL];
        for (int i = 0; i < count; i++) {
            LONGS.set(tweaks, i * CELL, first + i);
        }
        run(encryption, tweaks);
        return tweaks;
    }

    private static void mask(byte[] blocks, byte[] tweaks) {
        for (int block = 0; block < blocks.length / BLOCK; block++) {
            long low = (long) LONGS.get(tweaks, block * CELL);
            long high = (long) LONGS.get(tweaks, block * CELL + Long.BYTES);
            for (int at = block * BLOCK; at < (block + 1) * BLOCK; at += CELL) {
                LONGS.set(blocks, at, (long) LONGS.get(blocks, at) ^ low);
                LONGS.set(blocks, at + Long.BYTES, (long) LONGS.get(blocks, at + Long.BYTES) ^ high);
                long leaving = high >>> 63;
                high = high << 1 | low >>> 63;
                low = low << 1 ^ leaving * FEEDBACK;
            }
        }
    }

    private static void run(Cipher cipher, byte[] bytes) {
        synchronized (cipher) {
            try {
                cipher.update(bytes, 0, bytes.length, bytes, 0);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("as many bytes come out as go in", e);
            }
        }
    }
}
