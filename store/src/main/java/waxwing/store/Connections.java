package waxwing.store;

import java.sql.Connection;
import java.sql.SQLException;

/// Where the SQL threads get their connections from and what happens to one that failed.
interface Connections extends AutoCloseable {
    Connection open() throws SQLException;

    /// A connection that the caller closes itself.
    Connection openOwn() throws SQLException;

    void release(Connection connection) throws SQLException;

    /// A call on the current thread failed because of the storage: its connection must not serve again.
    void discard();

    @Override
    void close();
}
