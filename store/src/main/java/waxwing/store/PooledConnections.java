package waxwing.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Connections of a pooling data source, which decides by itself which of them still work.
record PooledConnections(DataSource pool) implements Connections {
    @Override
    public Connection open() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public Connection openOwn() throws SQLException {
        return open();
    }

    @Override
    public void release(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public void discard() {}

    @Override
    public void close() {}
}
