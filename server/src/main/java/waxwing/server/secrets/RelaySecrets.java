package waxwing.server.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The relay's root secret: 32 bytes in one file that only its owner can read, outside the database. Every key
/// in use is derived from it (HKDF-SHA-256, RFC 5869), one a [Purpose]. Losing the file loses every phone
/// number at rest.
public final class RelaySecrets {
    private static final int ROOT_BYTES = 32;

    private final SecretKey root;

    private RelaySecrets(byte[] root) {
        this.root = new SecretKeySpec(root, "HKDF");
    }

    /// Reads the file, or makes it with a fresh secret where there is none.
    ///
    /// @throws SecretFileException if it is there and is not one
    public static RelaySecrets openOrCreate(Path file, SecureRandom random) {
        try {
            if (Files.notExists(file)) {
                byte[] fresh = new byte[ROOT_BYTES];
                random.nextBytes(fresh);
                PrivateFiles.write(file, fresh);
            }
            byte[] root = Files.readAllBytes(file);
            if (root.length != ROOT_BYTES) {
                throw new SecretFileException(file + ": " + root.length + " bytes (expected: the " + ROOT_BYTES
                        + " bytes that the relay wrote). Restore it from the backup that goes with this data folder.");
            }
            return new RelaySecrets(root);
        } catch (IOException e) {
            throw new SecretFileException(file + ": can't be read or written: " + e.getMessage(), e);
        }
    }

    public SecretKey derive(Purpose purpose) {
        byte[] info = ("waxwing-relay-v1/" + purpose.name()).getBytes(StandardCharsets.US_ASCII);
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "Generic",
                            HKDFParameterSpec.ofExtract().addIKM(root).thenExpand(info, ROOT_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HKDF-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "RelaySecrets(…)";
    }
}
