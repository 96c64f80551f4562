package waxwing.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.Driver;
import org.jspecify.annotations.Nullable;

/// One lasting connection for each SQL thread of an H2 file, opened anew after a failure: H2 closes the whole
/// database when a write fails, and the next connection opens what is on the disk.
final class H2Connections implements Connections {
    /// Each is explained in `docs/decisions`: written by the committing thread, no background writer, no trace
    /// file (it would hold SQL in clear), no closing behind our back.
    private static final String OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            + ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;WRITE_DELAY=0;RETENTION_TIME=1000"
            + ";TRACE_LEVEL_FILE=0;LOCK_TIMEOUT=10000";

    private final String url;
    private final @Nullable FileKey key;

    @SuppressWarnings("ThreadLocalUsage") // Only the database's own threads have a value, and they end with it.
    private final ThreadLocal<@Nullable Connection> ofThread = new ThreadLocal<>();

    private final Set<Connection> all = ConcurrentHashMap.newKeySet();

    /// @param path file system scheme and path, without H2's ending
    H2Connections(String path, @Nullable FileKey key) {
        this.url = "jdbc:h2:" + path + (key == null ? "" : ";CIPHER=AES") + OPTIONS;
        this.key = key;
    }

    @Override
    public Connection open() throws SQLException {
        Connection held = ofThread.get();
        if (held != null && !held.isClosed()) {
            return held;
        }
        Connection opened = connect();
        all.add(opened);
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
        who.put("password", key == null ? new char[0] : key.asH2Password());
        Connection opened = new Driver().connect(url, who);
        if (opened == null) {
            throw new SQLException("H2 does not accept the database's path");
        }
        return opened;
    }

    @Override
    public void release(Connection connection) {
        // It belongs to the thread.
    }

    @Override
    public void discard() {
        Connection held = ofThread.get();
        ofThread.remove();
        if (held != null) {
            all.remove(held);
            closeQuietly(held);
        }
    }

    /// Closes the file; with `DB_CLOSE_DELAY=-1` closing connections alone would leave it open.
    @Override
    public void close() {
        try (Connection last = connect();
                var statement = last.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException _) {
            // Every commit is on the disk already: an unclean close costs only the clean-up at the next opening.
        }
        all.forEach(H2Connections::closeQuietly);
        all.clear();
        if (key != null) {
            key.wipe();
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException _) {
            // It is being given up because it failed.
        }
    }
}
