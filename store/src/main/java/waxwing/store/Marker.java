package waxwing.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/// The file beside a database that says which database was set up here. It is written once, after the database
/// itself is durable; from then on, a database without the same id inside is damaged or not the one that
/// belongs here.
public record Marker(Path file) {
    /// @return empty if nothing was set up here yet
    public Optional<UUID> read() {
        try {
            return Optional.of(UUID.fromString(
                    Files.readString(file, StandardCharsets.US_ASCII).strip()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new StorageFailure(
                    file + ": not readable as a marker (expected: one UUID); restore it from a backup", e);
        }
    }

    /// Durable when it returns, and never half written.
    public void write(UUID id) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer text = ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.US_ASCII));
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            Folders.forceEntryOf(file);
        } catch (IOException e) {
            throw new StorageFailure(file + ": could not be written", e);
        }
    }
}
