package waxwing.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Opening and first making of an H2 file, in steps of which each can be the last before a crash.
///
/// A new database is made whole under another name, then renamed, then marked: so a file under the real name is
/// never half made, and nothing was acknowledged before the marker stands.
final class H2File {
    private static final String ENDING = ".mv.db";

    private H2File() {}

    /// @param located turns a path into H2's path, with its file system's scheme
    static Database open(H2Settings settings, Function<String, String> located) {
        Path file = real(settings.file());
        new MigrationCopy(stored(file)).restore();
        Marker marker = new Marker(file.resolveSibling(file.getFileName() + ".marker"));
        Optional<UUID> marked = marker.read();
        if (marked.isEmpty()) {
            makeIfMissing(file, settings, located);
        } else if (!Files.exists(stored(file))) {
            throw new StorageFailure(stored(file) + ": missing, but " + marker.file()
                    + " says that it was set up; restore it from a backup");
        }
        Database opened = connect(file, settings, located);
        try {
            UUID inside = opened.read(H2File::idInside)
                    .orElseThrow(() -> new StorageFailure(stored(file)
                            + ": opened without its contents, so it is damaged; restore it from a backup"));
            if (marked.isEmpty()) {
                marker.write(inside);
            } else if (!marked.get().equals(inside)) {
                throw new StorageFailure(stored(file) + ": not the database that " + marker.file() + " names");
            }
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static void makeIfMissing(Path file, H2Settings settings, Function<String, String> located) {
        if (Files.exists(stored(file))) {
            return;
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(stored(unfinished));
            try (Database made = connect(unfinished, settings, located)) {
                made.inTransaction(handle -> {
                    // A schema of its own: Flyway wants the other one empty.
                    handle.execute("CREATE SCHEMA waxwing_store");
                    handle.execute("CREATE TABLE waxwing_store.marker (id UUID PRIMARY KEY)");
                    return handle.execute("INSERT INTO waxwing_store.marker (id) VALUES (?)", UUID.randomUUID());
                });
            }
            Files.move(stored(unfinished), stored(file), StandardCopyOption.ATOMIC_MOVE);
            Folders.forceEntryOf(file);
        } catch (IOException e) {
            throw new StorageFailure(stored(file) + ": could not be made: " + e.getMessage(), e);
        }
    }

    private static Database connect(Path file, H2Settings settings, Function<String, String> located) {
        @Nullable FileKey key = settings.key().map(FileKey::copy).orElse(null);
        return Database.on(new H2Connections(file, located.apply(file.toString()), key), settings.threads());
    }

    private static Optional<UUID> idInside(Handle handle) {
        boolean made = handle.createQuery(
                                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'waxwing_store'")
                        .mapTo(Integer.class)
                        .one()
                > 0;
        return made
                ? handle.createQuery("SELECT id FROM waxwing_store.marker")
                        .mapTo(UUID.class)
                        .findOne()
                : Optional.empty();
    }

    /// The path as H2 has it, without dots and links: by it is known what is known of an open file.
    private static Path real(Path file) {
        Path folder = file.toAbsolutePath().resolveSibling("");
        try {
            Files.createDirectories(folder);
            Path real = folder.toRealPath().resolve(file.getFileName());
            if (Files.isSymbolicLink(stored(real))) {
                throw new StorageFailure(
                        stored(real) + ": is a link (expected: the file itself, in a folder that may be one)");
            }
            return real;
        } catch (IOException e) {
            throw new StorageFailure(folder + ": is no folder for a database: " + e.getMessage(), e);
        }
    }

    private static Path stored(Path file) {
        return file.resolveSibling(file.getFileName() + ENDING);
    }
}
