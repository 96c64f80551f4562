package waxwing.store;

import java.nio.file.Path;
import java.util.Optional;

/// Where an H2 database lives and how it is opened.
///
/// @param file path without H2's ending: `data/relay` is stored as `data/relay.mv.db`, marked by
/// `data/relay.marker`
/// @param key encrypts the file (AES-128-XTS, as H2's `CIPHER=AES`)
/// @param threads platform threads, and so connections: 1..64
public record H2Settings(Path file, Optional<FileKey> key, int threads) {
    public H2Settings {
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: 1..64)");
        }
    }
}
