package waxwing.store;

import java.sql.SQLException;
import java.util.Properties;
import org.h2.engine.Session;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/// H2's connection, with another way to roll back.
///
/// H2 does it by a statement. If somebody else's write fails while that runs, its transaction is taken off the users
/// of the store's version twice, and whoever begins a statement after that looks for a version to use for ever (H2
/// 2.4.240, `MVStore.registerVersionUsage`).
final class H2Connection extends JdbcConnection {
    H2Connection(String url, Properties who) throws SQLException {
        super(url, who, null, null, false);
    }

    @Override
    public void rollback() throws SQLException {
        if (isClosed()) {
            throw new SQLException("the connection is closed");
        }
        Session session = getSession();
        session.lock();
        try {
            ((SessionLocal) session).rollback();
        } catch (RuntimeException | AssertionError e) {
            throw new SQLException("H2 could not roll back", e);
        } finally {
            session.unlock();
        }
    }

    /// What is not committed is rolled back here, before H2 would do it by its statement.
    @Override
    public void close() throws SQLException {
        try {
            if (!isClosed()) {
                rollback();
            }
        } finally {
            super.close();
        }
    }
}
