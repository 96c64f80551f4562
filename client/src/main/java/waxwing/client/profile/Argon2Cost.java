package waxwing.client.profile;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What guessing a passphrase costs (RFC 9106).
///
/// @param memoryKib 8..1,048,576
/// @param passes 1..64
/// @param lanes 1..16
record Argon2Cost(int memoryKib, int passes, int lanes) {
    /// RFC 9106's second recommendation, with one lane: 64 MiB, three passes.
    static final Argon2Cost STANDARD = new Argon2Cost(65_536, 3, 1);

    Argon2Cost {
        if (memoryKib < 8 || memoryKib > 1_048_576 || passes < 1 || passes > 64 || lanes < 1 || lanes > 16) {
            throw new IllegalArgumentException("argon2: m=" + memoryKib + ",t=" + passes + ",p=" + lanes
                    + " (expected: 8..1048576, 1..64, 1..16)");
        }
    }

    byte[] stretch(byte[] passphrase, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] key = new byte[length];
        generator.generateBytes(passphrase, key);
        return key;
    }
}
