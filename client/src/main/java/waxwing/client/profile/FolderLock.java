package waxwing.client.profile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import waxwing.client.profile.ProfileUnavailableException.Reason;

/// The exclusive right to use a folder; the operating system takes it back when the process ends, however it
/// ends.
///
/// Who holds it stands in a file of its own: POSIX drops a process's lock when it closes any descriptor of the
/// locked file, so nobody may open that one to read.
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws ProfileUnavailableException with [Reason#IN_USE] if another holds it
    static FolderLock take(Path folder) {
        Path owner = folder.resolve("owner.pid");
        try {
            FileChannel channel = FileChannel.open(
                    folder.resolve("lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PrivateFiles.attributes(folder));
            if (tryLock(channel) == null) {
                channel.close();
                throw new ProfileUnavailableException(
                        Reason.IN_USE,
                        "profile " + folder + ": in use by another process" + pidIn(owner)
                                + " (end it, or use another profile with -p)");
            }
            PrivateFiles.write(
                    owner, Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
            return new FolderLock(channel);
        } catch (IOException e) {
            throw PrivateFiles.failed("profile " + folder + ": could not be locked", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static String pidIn(Path owner) {
        try {
            String pid = Files.readString(owner, StandardCharsets.US_ASCII).strip();
            return pid.matches("[0-9]{1,10}") ? " (pid " + pid + ")" : "";
        } catch (IOException _) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // The lock ends with the process at the latest.
        }
    }
}
