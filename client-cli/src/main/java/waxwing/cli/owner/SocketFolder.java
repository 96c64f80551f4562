package waxwing.cli.owner;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/// The folder of the owners' sockets. It may stand in `/tmp`, where anybody could have made it first; then it
/// is not used.
final class SocketFolder {
    private static final String ONLY_OWNER = "rwx------";

    private SocketFolder() {}

    static Path of(Path socket) {
        return Objects.requireNonNull(socket.getParent(), "a socket stands in a folder");
    }

    /// Makes the folder with mode 0700 if it is missing.
    ///
    /// @throws IOException if it is there and not this user's alone
    static void makeFor(Path socket) throws IOException {
        Path folder = of(socket);
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(Objects.requireNonNull(folder.getParent()));
            try {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_OWNER)));
            } catch (FileAlreadyExistsException _) {
                // Another process of this user was quicker; checked below.
            }
        }
        requireOwn(folder);
    }

    /// @throws IOException if it is not a folder that belongs to this user alone
    static void requireOwn(Path folder) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String mode = PosixFilePermissions.toString(attributes.permissions());
        boolean own = attributes.owner().getName().equals(System.getProperty("user.name"));
        if (!attributes.isDirectory() || !own || !mode.equals(ONLY_OWNER)) {
            throw new IOException(folder + " has owner " + attributes.owner().getName() + " and mode " + mode
                    + " (expected: your own folder with mode " + ONLY_OWNER + "; remove it)");
        }
    }
}
