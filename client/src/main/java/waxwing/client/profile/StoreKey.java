package waxwing.client.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import waxwing.client.profile.ProfileUnavailableException.Reason;
import waxwing.store.FileKey;

/// The file `store.key` of a profile: what it takes to get from a [ProfileKey] to the key of the database.
final class StoreKey {
    private final Path folder;
    private final Path file;

    StoreKey(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("store.key");
    }

    boolean exists() {
        return Files.exists(file);
    }

    /// Draws a fresh key and writes it down, wrapped.
    FileKey make(ProfileKey key, SecureRandom random) throws IOException {
        byte[] storeKey = WrappedKey.random(random, WrappedKey.KEY_SIZE);
        write(storeKey, key, random);
        return wipedIntoFileKey(storeKey);
    }

    FileKey open(ProfileKey key) throws IOException {
        return wipedIntoFileKey(unwrap(key));
    }

    /// Puts another lock on the same key: after a crash the old or the new one opens it.
    void change(ProfileKey from, ProfileKey to, SecureRandom random) throws IOException {
        byte[] storeKey = unwrap(from);
        write(storeKey, to, random);
        Arrays.fill(storeKey, (byte) 0);
    }

    private void write(byte[] storeKey, ProfileKey key, SecureRandom random) throws IOException {
        WrappedKey wrapped = switch (key) {
            case ProfileKey.Passphrase passphrase ->
                WrappedKey.underPassphrase(storeKey, passphrase.utf8().toArray(), Argon2Cost.STANDARD, random);
            case ProfileKey.KeyFile keyFile -> {
                if (!Files.exists(keyFile.file())) {
                    PrivateFiles.write(keyFile.file(), WrappedKey.random(random, WrappedKey.KEY_SIZE));
                }
                yield WrappedKey.underRawKey(storeKey, read(keyFile), random);
            }
        };
        PrivateFiles.write(file, wrapped.text().getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] unwrap(ProfileKey key) throws IOException {
        WrappedKey wrapped = WrappedKey.parse(Files.readString(file, StandardCharsets.ISO_8859_1))
                .orElseThrow(() -> new ProfileUnavailableException(
                        Reason.DAMAGED,
                        file + ": not readable as a profile's key (expected: as waxwing wrote it); restore the "
                                + "profile's folder from a backup"));
        byte[] secret = switch (key) {
            case ProfileKey.Passphrase passphrase -> {
                if (!wrapped.wantsPassphrase()) {
                    throw wrongKey("it was made without a passphrase");
                }
                yield passphrase.utf8().toArray();
            }
            case ProfileKey.KeyFile keyFile -> {
                if (wrapped.wantsPassphrase()) {
                    throw wrongKey("it needs its passphrase");
                }
                yield read(keyFile);
            }
        };
        return wrapped.open(secret)
                .orElseThrow(() ->
                        wrongKey(wrapped.wantsPassphrase() ? "wrong passphrase" : "the key file is another profile's"));
    }

    private ProfileUnavailableException wrongKey(String why) {
        return new ProfileUnavailableException(Reason.WRONG_KEY, "profile " + folder + ": " + why);
    }

    private static byte[] read(ProfileKey.KeyFile key) throws IOException {
        Path path = key.file();
        if (!Files.exists(path)) {
            throw new ProfileUnavailableException(
                    Reason.BAD_KEY_FILE, "key file " + path + ": missing; without it the profile can't be opened");
        }
        if (PrivateFiles.isOpenToOthers(path)) {
            throw new ProfileUnavailableException(
                    Reason.BAD_KEY_FILE, "key file " + path + ": others may read it (expected: mode 0600; chmod 600)");
        }
        byte[] bytes = Files.readAllBytes(path);
        if (bytes.length != WrappedKey.KEY_SIZE) {
            throw new ProfileUnavailableException(
                    Reason.BAD_KEY_FILE,
                    "key file " + path + ": " + bytes.length + " bytes (expected: " + WrappedKey.KEY_SIZE + ")");
        }
        return bytes;
    }

    private static FileKey wipedIntoFileKey(byte[] storeKey) {
        FileKey key = FileKey.of(storeKey);
        Arrays.fill(storeKey, (byte) 0);
        return key;
    }
}
