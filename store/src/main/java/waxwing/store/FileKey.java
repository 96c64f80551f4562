package waxwing.store;

import java.util.Arrays;

/// The 32-byte secret that encrypts a database file. It never prints itself and can be wiped.
public final class FileKey {
    private static final int LENGTH = 32;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

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

    /// H2 takes the file password and the user's in one array, with a blank between them; the user has none.
    char[] asH2Password() {
        char[] password = new char[2 * LENGTH + 1];
        for (int i = 0; i < LENGTH; i++) {
            password[2 * i] = HEX[(key[i] >> 4) & 15];
            password[2 * i + 1] = HEX[key[i] & 15];
        }
        password[2 * LENGTH] = ' ';
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
