package waxwing.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.client.profile.ProfileKey;
import waxwing.store.Database;
import waxwing.store.FileKey;
import waxwing.store.H2Settings;

/// A gateway's data folder: the client's profile, the gateway's own store beside it, and the key file that
/// opens both.
///
/// @param folder 0700; in it `profile/` and `gateway.mv.db`, both encrypted
/// @param keyFile 32 random bytes, 0600; by default in the same folder, better on another volume
record GatewayFolder(Path folder, Path keyFile) {
    private static final int LONGEST_SOCKET_PATH = 100;
    private static final int SQL_THREADS = 2;
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final String STORE_KEY_LABEL = "waxwing gateway store 1";

    static GatewayFolder of(Path folder, Optional<Path> keyFile) {
        Path absolute = folder.toAbsolutePath().normalize();
        return new GatewayFolder(absolute, keyFile.orElse(absolute.resolve("gateway.key")));
    }

    boolean hasProfile() {
        return Profile.exists(profile());
    }

    Profile createProfile(Environment environment) {
        return Profile.create(profile(), new ProfileKey.KeyFile(keyFile), environment);
    }

    /// @throws Failure if no gateway was made here
    Profile openProfile(Environment environment) {
        if (!hasProfile()) {
            throw Failure.notRegistered(folder + " holds no gateway");
        }
        return Profile.open(profile(), new ProfileKey.KeyFile(keyFile), environment);
    }

    /// Opens the gateway's own store, brought up to date. The profile is open: it holds the lock of the folder
    /// and has checked the key file.
    Database openStore() {
        FileKey key = storeKey();
        try {
            Database database =
                    Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.of(key), SQL_THREADS));
            database.migrate("waxwing/gateway/db");
            return database;
        } finally {
            key.wipe();
        }
    }

    /// Where the running gateway answers its operator: in the folder, or, where that path is too long for a
    /// Unix socket, in a folder of its own for temporary files.
    Path socket() {
        Path here = folder.resolve("gateway.sock");
        if (here.toString().length() <= LONGEST_SOCKET_PATH) {
            return here;
        }
        return Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("waxwing-" + name(folder))
                .resolve("gateway.sock");
    }

    /// [#socket], with the folder that it stands in made, and checked to be nobody else's.
    Path socketReady() throws IOException {
        Path socket = socket();
        Path parent = socket.getParent();
        if (parent != null && !parent.equals(folder)) {
            if (!Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(parent, PosixFilePermissions.asFileAttribute(PRIVATE));
            }
            if (!Files.getOwner(parent, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(folder))
                    || !Files.getPosixFilePermissions(parent, LinkOption.NOFOLLOW_LINKS)
                            .equals(PRIVATE)) {
                throw new IOException(parent + ": belongs to somebody else (expected: a private folder of this user)");
            }
        }
        return socket;
    }

    private Path profile() {
        return folder.resolve("profile");
    }

    /// HMAC-SHA-256 of a label under the key file, so that the two databases have different keys.
    private FileKey storeKey() {
        try {
            byte[] secret = Files.readAllBytes(keyFile);
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] key = mac.doFinal(STORE_KEY_LABEL.getBytes(StandardCharsets.US_ASCII));
            try {
                return FileKey.of(key);
            } finally {
                Arrays.fill(secret, (byte) 0);
                Arrays.fill(key, (byte) 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the key file " + keyFile + " can't be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String name(Path folder) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(folder.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
