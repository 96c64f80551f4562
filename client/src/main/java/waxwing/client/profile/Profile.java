package waxwing.client.profile;

import java.nio.file.Path;
import waxwing.crypto.PreKeys;
import waxwing.crypto.Sessions;
import waxwing.store.Database;

/// An end's folder, open: its encrypted store and the exclusive right to use it.
@SuppressWarnings("DoNotCallSuggester") // The signatures; their bodies follow.
public final class Profile implements AutoCloseable {
    private Profile() {}

    public static Profile create(Path folder, ProfileKey key, Environment environment) {
        throw new UnsupportedOperationException("not built yet");
    }

    public static Profile open(Path folder, ProfileKey key, Environment environment) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Environment environment() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// The encrypted store, with one SQL thread.
    public Database database() {
        throw new UnsupportedOperationException("not built yet");
    }

    public Sessions sessions() {
        throw new UnsupportedOperationException("not built yet");
    }

    public PreKeys preKeys() {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public void close() {}
}
