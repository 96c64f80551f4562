package waxwing.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One lasting connection for each SQL thread of an H2 file.
///
/// When a write fails, for example because the disk is full, H2 gives the whole database up, but others who work
/// on it at that time may be told that they have committed what is never written. So after a failure of the file
/// nobody's work counts; and once all of them have ended, the database is opened anew with what is on the disk.
final class H2Connections implements Connections {
    /// Each is explained in `docs/decisions`: written by the committing thread, no background writer, no trace
    /// file and no file for the rows of a large answer (both would be in clear), no closing behind our back, each
    /// statement parsed once, and pages kept in memory up to 64 MiB.
    private static final String OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            + ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;WRITE_DELAY=0;RETENTION_TIME=1000"
            + ";TRACE_LEVEL_FILE=0;MAX_MEMORY_ROWS=2147483647;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=256;CACHE_SIZE=65536";

    static {
        // Where H2 would otherwise go round for ever over a store that has failed, it says so: see [H2Connection].
        H2Connections.class.getClassLoader().setClassAssertionStatus("org.h2.mvstore.MVStore", true);
    }

    private final String url;
    private final @Nullable FileKey key;

    @SuppressWarnings("ThreadLocalUsage") // Only the database's own threads have a value, and they end with it.
    private final ThreadLocal<@Nullable Connection> ofThread = new ThreadLocal<>();

    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    /// Shared by those who work on the database, for one who opens it anew.
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private final Path file;
    private volatile boolean failed;

    /// @param file where the database is, without H2's ending
    /// @param path file system scheme and path, without H2's ending
    H2Connections(Path file, String path, @Nullable FileKey key) {
        this.file = file.resolveSibling(file.getFileName() + ".mv.db");
        this.key = key;
        if (key == null) {
            this.url = "jdbc:h2:" + path + OPTIONS;
        } else {
            EncryptedFilePath.remember(this.file, key);
            this.url = "jdbc:h2:" + EncryptedFilePath.SCHEME + ":" + path + OPTIONS;
        }
    }

    @Override
    public Connection open() throws SQLException {
        Connection held = ofThread.get();
        if (held != null && !held.isClosed()) {
            return held;
        }
        failure().ifPresent(failure -> {
            throw failure;
        });
        Connection opened = connect();
        all.add(opened);
        // Each transaction would end with a second commit, to turn it on again.
        opened.setAutoCommit(false);
        ofThread.set(opened);
        return opened;
    }

    @Override
    public Connection openOwn() throws SQLException {
        return connect();
    }

    private Connection connect() throws SQLException {
        Properties who = new Properties();
        who.put("user", "waxwing");
        who.put("password", new char[0]);
        return new H2Connection(url, who);
    }

    @Override
    public void release(Connection connection) {
        // It belongs to the thread.
    }

    @Override
    public <T extends @Nullable Object> T serve(Supplier<T> work) throws SQLException {
        if (hasFailed()) {
            openAnew();
        }
        use.readLock().lock();
        try {
            return work.get();
        } finally {
            use.readLock().unlock();
        }
    }

    private void openAnew() throws SQLException {
        use.writeLock().lock();
        try {
            if (hasFailed()) {
                all.forEach(H2Connections::giveUp);
                all.clear();
                Connection opened = connect();
                if (failure().isPresent()) {
                    // What failed was still there.
                    giveUp(opened);
                    opened = connect();
                }
                all.add(opened);
                failed = false;
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    private boolean hasFailed() {
        return failed || failure().isPresent();
    }

    /// Ends what is left of the database without another write.
    private static void giveUp(Connection connection) {
        try (connection;
                var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException | AssertionError _) {
            // It has ended already.
        }
    }

    @Override
    public Optional<StorageFailure> failure() {
        return ForcedFilePath.failureOf(file);
    }

    @Override
    public void discard() {
        failed = true;
    }

    @Override
    public void beforeMigration() {
        new MigrationCopy(file).make();
    }

    @Override
    public void afterMigration() {
        failure().ifPresent(failure -> {
            throw failure;
        });
        new MigrationCopy(file).remove();
    }

    /// Closes the file; with `DB_CLOSE_DELAY=-1` closing connections alone would leave it open.
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (hasFailed()) {
                all.forEach(H2Connections::giveUp);
            } else {
                shutDown();
            }
            all.forEach(H2Connections::closeQuietly);
            all.clear();
            if (key != null) {
                EncryptedFilePath.forget(file);
                key.wipe();
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    private void shutDown() {
        try (Connection last = connect();
                var statement = last.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException | AssertionError _) {
            // Every commit is on the disk already: an unclean close costs only the clean-up at the next opening.
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | AssertionError _) {
            // It is being given up because it failed.
        }
    }
}
