package waxwing.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Connections of a pooling data source, which decides by itself which of them still work. There each change of
/// a schema is a transaction.
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
    public <T extends @Nullable Object> T serve(Supplier<T> work) {
        return work.get();
    }

    @Override
    public Optional<StorageFailure> failure() {
        return Optional.empty();
    }

    @Override
    public void discard() {}

    @Override
    public void beforeMigration() {}

    @Override
    public void afterMigration() {}

    @Override
    public void close() {}
}
