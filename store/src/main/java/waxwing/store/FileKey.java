package waxwing.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The 32-byte secret that encrypts a database file. It never prints itself and can be wiped.
public final class FileKey {
    private static final int LENGTH = 32;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] key;

    private FileKey(byte[] key) {
        this.key = key;
    }

    /// Copies the bytes; the caller may wipe its own.
    public static FileKey of(byte[] key) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("file key: " + key.length + " bytes (expected: " + LENGTH + ")");
        }
        return new FileKey(key.clone());
    }

    FileKey copy() {
        return new FileKey(key.clone());
    }

    /// What H2 derives a file's key from if its file password is this one in hexadecimal: UTF-16, big-endian.
    byte[] asH2Password() {
        byte[] password = new byte[4 * LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            password[4 * i + 1] = HEX[(key[i] >> 4) & 15];
            password[4 * i + 3] = HEX[key[i] & 15];
        }
        return password;
    }

    /// Overwrites the secret; a database that is open keeps its own copy until it is closed.
    public void wipe() {
        Arrays.fill(key, (byte) 0);
    }

    @Override
    public String toString() {
        return "FileKey[…]";
    }
}
