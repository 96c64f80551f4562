package waxwing.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A small disk in memory that a test fills and makes room on again. Only root on Linux can have one.
///
/// @param folder where it is mounted
public record FullDisk(Path folder) implements AutoCloseable {
    private static final String FILLER = "filler";
    private static final byte[] PAGE = new byte[4_096];

    /// Skips the test where nothing can be mounted.
    public static FullDisk mounted(Path folder, int megabytes) throws IOException, InterruptedException {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()),
                "a disk that can be filled needs root on Linux, who may mount a tmpfs");
        return new FullDisk(folder);
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /// Takes all the space there is but for some bytes, also what others write meanwhile.
    public void fillUp(long left) throws IOException {
        try (OutputStream filler =
                Files.newOutputStream(folder.resolve(FILLER), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (folder.toFile().getUsableSpace() > left) {
                filler.write(PAGE);
            }
        } catch (IOException e) {
            if (folder.toFile().getUsableSpace() > left) {
                throw e;
            }
        }
    }

    public void free() throws IOException {
        Files.deleteIfExists(folder.resolve(FILLER));
    }

    @Override
    public void close() throws IOException {
        try {
            if (!run("umount", "-l", folder.toString())) {
                throw new IOException(folder + ": could not be unmounted");
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }
}
