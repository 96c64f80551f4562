package waxwing.client.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import waxwing.client.profile.ProfileUnavailableException.Reason;
import waxwing.crypto.KeyVault;
import waxwing.crypto.PreKeys;
import waxwing.crypto.Sessions;
import waxwing.store.Database;
import waxwing.store.FileKey;
import waxwing.store.H2Settings;

/// An end's folder (0700), open: its encrypted store and the exclusive right to use it.
///
/// In it: `store.mv.db`, the encrypted database; `store.marker`, which says that there is one; `store.key`, the
/// database's key, wrapped; `lock` and `owner.pid`. A profile is made once; a crash while it was made leaves one
/// that [#open] completes.
public final class Profile implements AutoCloseable {
    /// Two operations on one session at once would use a ratchet's key twice: one thread does them all.
    private static final int SQL_THREADS = 1;

    private static final String MIGRATIONS = "waxwing/client/db";

    private final Path folder;
    private final Environment environment;
    private final FolderLock lock;
    private final Database database;
    private final SqlKeyVault vault;
    private final Sessions sessions;

    private Profile(Path folder, Environment environment, FolderLock lock, Database database) {
        this.folder = folder;
        this.environment = environment;
        this.lock = lock;
        this.database = database;
        this.vault = new SqlKeyVault(database);
        this.sessions = new Sessions(vault, environment.clock());
    }

    /// Whether there is a profile in the folder.
    public static boolean exists(Path folder) {
        return new StoreKey(folder).exists();
    }

    /// Makes a profile with a fresh identity, and opens it.
    ///
    /// @throws ProfileUnavailableException if there is one already, another process is at it, or the key file
    /// is no
    ///     good
    public static Profile create(Path folder, ProfileKey key, Environment environment) {
        try {
            PrivateFiles.makeFolder(folder);
        } catch (IOException e) {
            throw PrivateFiles.failed("profile " + folder + ": could not be made", e);
        }
        return opened(folder, environment, storeKey -> {
            if (storeKey.exists()) {
                throw new ProfileUnavailableException(
                        Reason.EXISTS, "profile " + folder + ": exists already (use it, or choose another with -p)");
            }
            return storeKey.make(key, environment.random());
        });
    }

    /// Opens a profile that exists.
    ///
    /// @throws ProfileUnavailableException if there is none, another process has it, or the key is wrong
    public static Profile open(Path folder, ProfileKey key, Environment environment) {
        if (!exists(folder)) {
            throw new ProfileUnavailableException(
                    Reason.NOT_FOUND, "profile " + folder + ": there is none (make one with `waxwing register`)");
        }
        return opened(folder, environment, storeKey -> storeKey.open(key));
    }

    private static Profile opened(Path folder, Environment environment, KeySource source) {
        FolderLock lock = FolderLock.take(folder);
        try {
            FileKey key = source.key(new StoreKey(folder));
            Database database = Database.openH2(new H2Settings(folder.resolve("store"), Optional.of(key), SQL_THREADS));
            key.wipe();
            try {
                database.migrate(MIGRATIONS);
                PrivateFiles.close(folder);
                Profile profile = new Profile(folder, environment, lock, database);
                profile.vault.makeOwnIdentityIfMissing(environment.random());
                return profile;
            } catch (RuntimeException | IOException e) {
                database.close();
                throw e;
            }
        } catch (IOException e) {
            lock.close();
            throw PrivateFiles.failed("profile " + folder + ": could not be opened", e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Lets another passphrase or key file open the profile from now on; after a crash either the old or the new
    /// does.
    ///
    /// @throws ProfileUnavailableException if `current` is wrong
    public void changeKey(ProfileKey current, ProfileKey next) {
        try {
            new StoreKey(folder).change(current, next, environment.random());
        } catch (IOException e) {
            throw PrivateFiles.failed("profile " + folder + ": its key could not be changed", e);
        }
    }

    public Environment environment() {
        return environment;
    }

    /// The encrypted store, with one SQL thread.
    public Database database() {
        return database;
    }

    /// Keys and ratchets; every call joins the transaction that runs on the SQL thread.
    public KeyVault vault() {
        return vault;
    }

    /// This end's sessions. To be called within a transaction of [#database].
    public Sessions sessions() {
        return sessions;
    }

    /// This end's prekeys. To be called within a transaction of [#database].
    public PreKeys preKeys() {
        return new PreKeys(vault, environment.clock());
    }

    @Override
    public void close() {
        try {
            database.close();
        } finally {
            lock.close();
        }
    }

    @FunctionalInterface
    private interface KeySource {
        FileKey key(StoreKey storeKey) throws IOException;
    }
}
