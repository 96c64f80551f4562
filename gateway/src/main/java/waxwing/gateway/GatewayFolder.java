package waxwing.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.client.profile.ProfileKey;
import waxwing.gateway.Failure.Code;
import waxwing.store.Database;
import waxwing.store.FileKey;
import waxwing.store.H2Settings;

/// A gateway's data folder: the client's profile, or in a sandbox its simulated world, the gateway's own store
/// beside it, and the key file that opens both.
///
/// @param folder 0700; in it `profile/` or `sandbox.mv.db`, and `gateway.mv.db`, all encrypted
/// @param keyFile 32 random bytes, 0600; by default in the same folder, better on another volume
record GatewayFolder(Path folder, Path keyFile) {
    private static final int LONGEST_SOCKET_PATH = 100;
    private static final int SQL_THREADS = 2;
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");
    private static final String STORE_KEY_LABEL = "waxwing gateway store 1";
    private static final String SANDBOX_KEY_LABEL = "waxwing gateway sandbox 1";
    private static final int SECRET_BYTES = 32;
    private static final String SANDBOX = "sandbox";
    private static final String TEMPORARY = "waxwing-sandbox-";

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
        refuseSandbox();
        if (!hasProfile()) {
            throw Failure.notRegistered(folder + " holds no gateway");
        }
        return Profile.open(profile(), new ProfileKey.KeyFile(keyFile), environment);
    }

    /// Opens the gateway's own store, brought up to date. What stands beside it is open: it holds the lock of the
    /// folder and has checked the key file.
    Database openStore() {
        Database database = openH2("gateway", STORE_KEY_LABEL);
        try {
            database.migrate("waxwing/gateway/db");
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private Database openH2(String name, String label) {
        FileKey key = derivedKey(label);
        try {
            return Database.openH2(new H2Settings(folder.resolve(name), Optional.of(key), SQL_THREADS));
        } finally {
            key.wipe();
        }
    }

    /// Whether the folder is a sandbox's: then it can't be a gateway's.
    private boolean isSandbox() {
        return Files.exists(folder.resolve(SANDBOX + ".mv.db"));
    }

    /// @throws Failure if the folder is a sandbox's
    void refuseSandbox() {
        if (isSandbox()) {
            throw new Failure(
                            Code.CONFIGURATION,
                            folder + " holds a sandbox (expected: what 'waxwing gateway init' made)")
                    .withHint("waxwing gateway run --sandbox --data-dir " + folder);
        }
    }

    /// Opens the world of a sandbox in place of a profile, or begins one; it holds the lock of the folder.
    ///
    /// @throws Failure if the folder is a gateway's
    Database openSandbox(RandomGenerator random) {
        if (!isSandbox() && (hasProfile() || Files.exists(folder.resolve("gateway.mv.db")))) {
            throw new Failure(
                            Code.CONFIGURATION,
                            folder + " holds a gateway that reaches people (expected: a sandbox's folder, or none)")
                    .withHint("waxwing gateway run --sandbox, with another --data-dir or none");
        }
        try {
            if (!Files.exists(keyFile)) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
                makeKeyFile(random);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox can't be made in " + folder, e);
        }
        return openH2(SANDBOX, SANDBOX_KEY_LABEL);
    }

    private void makeKeyFile(RandomGenerator random) throws IOException {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        Path fresh = keyFile.resolveSibling(keyFile.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PRIVATE_FILE));
        Files.write(fresh, secret);
        Files.move(fresh, keyFile, StandardCopyOption.ATOMIC_MOVE);
    }

    /// A folder for a sandbox that is not to last.
    static GatewayFolder temporary() {
        try {
            return of(Files.createTempDirectory(temporaryRoot(), TEMPORARY), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made", e);
        }
    }

    private static Path temporaryRoot() {
        return Path.of(
                Optional.ofNullable(System.getenv("TMPDIR")).orElseGet(() -> System.getProperty("java.io.tmpdir")));
    }

    /// The folders that [#temporary] has made and nobody has removed.
    static List<GatewayFolder> temporaries() {
        Path all = temporaryRoot();
        try (Stream<Path> found = Files.list(all)) {
            return found.filter(path -> path.getFileName().toString().startsWith(TEMPORARY))
                    .filter(Files::isReadable)
                    .map(path -> of(path, Optional.empty()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(all + " can't be looked through", e);
        }
    }

    /// Removes the folder and all that is in it.
    void remove() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
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

    /// Bytes that this process may still write on the disk that it is on.
    long free() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("the disk of " + folder + " can't be asked how much is free", e);
        }
    }

    private Path profile() {
        return folder.resolve("profile");
    }

    /// HMAC-SHA-256 of a label under the key file, so that each database has a key of its own.
    private FileKey derivedKey(String label) {
        try {
            byte[] secret = Files.readAllBytes(keyFile);
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] key = mac.doFinal(label.getBytes(StandardCharsets.US_ASCII));
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
