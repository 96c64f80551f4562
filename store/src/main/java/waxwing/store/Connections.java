package waxwing.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where the SQL threads get their connections from and what happens to one that failed.
interface Connections extends AutoCloseable {
    Connection open() throws SQLException;

    /// A connection that the caller closes itself.
    Connection openOwn() throws SQLException;

    void release(Connection connection) throws SQLException;

    /// Runs work that opens and releases connections, on connections that can serve: after a failure the database
    /// is opened anew first.
    ///
    /// @throws SQLException if it can't be
    <T extends @Nullable Object> T serve(Supplier<T> work) throws SQLException;

    /// The first failure of the storage below since it was opened, if it is known here. What ran meanwhile must
    /// not be taken for done, even if nothing told it so.
    Optional<StorageFailure> failure();

    /// A call on the current thread failed because of the storage: its connection must not serve again.
    void discard();

    /// The schema is about to be changed; nobody else works on the database.
    void beforeMigration();

    /// All changes are done.
    void afterMigration();

    @Override
    void close();
}
