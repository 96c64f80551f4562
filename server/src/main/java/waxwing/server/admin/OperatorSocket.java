package waxwing.server.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import waxwing.server.secrets.PrivateFiles;

/// Where a relay's Unix socket is: `relay.sock` in the data folder, or, because such a path may have no more than
/// 108 bytes, under a short name in the runtime folder. A relay that runs is also named by a note in the runtime
/// folder, so that its operator need not say which one is meant.
public final class OperatorSocket {
    private static final int LONGEST_PATH_BYTES = 100;
    private static final int HASH_DIGITS = 16;
    private static final String NOTE = "relay";

    private final Path runtimeFolder;

    public OperatorSocket(Map<String, String> environment) {
        this.runtimeFolder = runtimeFolder(environment);
    }

    private static Path runtimeFolder(Map<String, String> environment) {
        String home = environment.get("WAXWING_HOME");
        if (home != null && !home.isEmpty()) {
            return Path.of(home, "run");
        }
        String runtime = environment.get("XDG_RUNTIME_DIR");
        return runtime != null && !runtime.isEmpty()
                ? Path.of(runtime, "waxwing")
                : Path.of(System.getProperty("java.io.tmpdir"), "waxwing-" + System.getProperty("user.name"));
    }

    /// The socket of the relay that has this data folder.
    public Path pathFor(Path dataFolder) {
        Path inside = dataFolder.toAbsolutePath().normalize().resolve("relay.sock");
        if (inside.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH_BYTES) {
            return inside;
        }
        return runtimeFolder.resolve("relay-" + shortHash(inside.toString()) + ".sock");
    }

    private static String shortHash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /// Notes that the relay with this socket runs.
    public void announce(Path socket) throws IOException {
        PrivateFiles.createFolder(runtimeFolder);
        PrivateFiles.write(runtimeFolder.resolve(NOTE), socket.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Takes the note back, unless another relay wrote it since.
    public void withdraw(Path socket) throws IOException {
        if (announced().filter(socket::equals).isPresent()) {
            Files.deleteIfExists(runtimeFolder.resolve(NOTE));
        }
    }

    /// The socket of the relay that was started last.
    public Optional<Path> announced() throws IOException {
        Path note = runtimeFolder.resolve(NOTE);
        return Files.exists(note) ? Optional.of(Path.of(Files.readString(note).strip())) : Optional.empty();
    }
}
