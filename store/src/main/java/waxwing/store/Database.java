package waxwing.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jspecify.annotations.Nullable;

/// An SQL database and the platform threads that alone touch it.
///
/// Any thread may call; virtual and gRPC threads hand their work over and wait, not interruptibly. When
/// [#inTransaction] has returned, its changes are durable. Storage that fails shows as [StorageFailure] (a full
/// disk as [StorageFull]), transactions that get into each other's way as [TransactionConflict], everything else
/// as the work threw it, and in each case the transaction is rolled back.
public final class Database implements AutoCloseable {
    private static final int RUNS = 5;

    private final SqlThreads threads;
    private final Connections connections;
    private final Jdbi jdbi;
    private final GroupCommit groups = new GroupCommit(this);

    @SuppressWarnings("ThreadLocalUsage") // Only this database's own threads have a value, and they end with it.
    private final ThreadLocal<@Nullable Handle> running = new ThreadLocal<>();

    private final CopyOnWriteArrayList<Consumer<StorageFailure>> failureListeners = new CopyOnWriteArrayList<>();
    private final LongAdder conflicts = new LongAdder();
    private volatile @Nullable StorageFailure broken;

    private Database(String name, int threadCount, Connections connections) {
        this.threads = new SqlThreads(name, threadCount);
        this.connections = connections;
        this.jdbi = Jdbi.create(new ConnectionFactory() {
            @Override
            public Connection openConnection() throws SQLException {
                return connections.open();
            }

            @Override
            public void closeConnection(Connection connection) throws SQLException {
                connections.release(connection);
            }
        });
        // Also on connections that commit nothing by themselves.
        jdbi.setTransactionHandler(LocalTransactionHandler.managed());
    }

    /// Opens a hardened H2 file, or makes it where there has never been one.
    ///
    /// @throws StorageFailure if it can't be opened: another process has it, the key is wrong, or the marker
    /// beside
    ///     it says that a database was here and it is gone or empty
    public static Database openH2(H2Settings settings) {
        return openH2(settings, "");
    }

    /// @param below the scheme of a file system that stands below the forcing one, with its colon; for tests
    static Database openH2(H2Settings settings, String below) {
        ForcedFilePath.register();
        return H2File.open(settings, path -> ForcedFilePath.SCHEME + ":" + below + path);
    }

    /// Stands over a pooling data source, for example of PostgreSQL. The caller closes the pool, after this.
    public static Database over(DataSource pool, int threads) {
        return new Database("waxwing-sql", threads, new PooledConnections(pool));
    }

    static Database on(Connections connections, int threads) {
        return new Database("waxwing-h2", threads, connections);
    }

    /// Brings the schema up to date with Flyway. A database where that fails serves no more; opened again, an H2
    /// file is as it was before.
    ///
    /// @param classpathLocation folder of migrations, for example `waxwing/server/db`
    public void migrate(String classpathLocation) {
        try {
            onSqlThread(() -> {
                Migrations.apply(connections, classpathLocation);
                return Optional.empty();
            });
        } catch (RuntimeException e) {
            broken = new StorageFailure("the schema could not be changed", e);
            throw e;
        }
    }

    /// Runs the work in one transaction and commits it. A nested call, made by the work on the SQL thread that
    /// runs it, joins the transaction.
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        Handle joined = running.get();
        if (joined != null) {
            return work.with(joined);
        }
        return onSqlThread(() -> withHandle(handle -> handle.inTransaction(work::with)));
    }

    /// As [#inTransaction], and runs the work again, a few times at most, if others were in its way. Besides its
    /// SQL it does nothing that must not be done twice. A nested call is run again with the transaction that it
    /// joins, if that is.
    public <T extends @Nullable Object> T inRetriedTransaction(Work<T> work) {
        for (int run = 1; run < RUNS; run++) {
            try {
                return inTransaction(work);
            } catch (TransactionConflict conflict) {
                if (running.get() != null) {
                    throw conflict;
                }
            }
        }
        return inTransaction(work);
    }

    /// As [#inRetriedTransaction], in one transaction with the work of others who wait at the same time. For what
    /// each of many callers has to have durable before it goes on: a commit costs them all what it costs one. The
    /// work may run again if another's fails, and sees what those before it changed.
    public <T extends @Nullable Object> T inGroupedTransaction(Work<T> work) {
        Handle joined = running.get();
        return joined == null ? groups.call(work) : work.with(joined);
    }

    /// How many transactions were rolled back because others were in their way, since the opening. More than a
    /// few mean that somebody takes locks in another order than the rest.
    public long conflicts() {
        return conflicts.sum();
    }

    /// Runs work that only reads, on one consistent connection. A nested call joins the running transaction.
    public <T extends @Nullable Object> T read(Work<T> work) {
        return inTransaction(work);
    }

    /// Is told once when the storage failed for good; the program should stop acknowledging and end.
    public void onFailure(Consumer<StorageFailure> listener) {
        failureListeners.add(listener);
    }

    private <T extends @Nullable Object> T withHandle(Function<Handle, T> work) {
        try (Handle handle = jdbi.open()) {
            running.set(handle);
            return work.apply(handle);
        } finally {
            running.remove();
        }
    }

    private <T extends @Nullable Object> T onSqlThread(Supplier<T> work) {
        refuseIfBroken();
        return threads.call(() -> {
            try {
                return connections.serve(() -> judging(work));
            } catch (SQLException e) {
                throw judged(new ConnectionException(e));
            }
        });
    }

    private <T extends @Nullable Object> T judging(Supplier<T> work) {
        refuseIfBroken();
        try {
            T done = work.get();
            connections.failure().ifPresent(failure -> {
                throw failure;
            });
            return done;
        } catch (RuntimeException e) {
            throw judged(e);
        } catch (AssertionError e) {
            // H2's, over a store that has failed, or the work's own.
            if (connections.failure().isEmpty()) {
                throw e;
            }
            throw judged(Faults.failed(e));
        }
    }

    private void refuseIfBroken() {
        StorageFailure before = broken;
        if (before != null) {
            throw new StorageFailure("the storage failed before; the program has to be started again", before);
        }
    }

    private RuntimeException judged(RuntimeException failure) {
        Optional<StorageFailure> storage = connections.failure().or(() -> Faults.storageFailureIn(failure));
        if (storage.isEmpty()) {
            return Faults.isConflict(failure) ? conflict(failure) : failure;
        }
        connections.discard();
        StorageFailure found = storage.get();
        if (Faults.isFinal(found) && broken == null) {
            broken = found;
            failureListeners.forEach(listener -> listener.accept(found));
        }
        return found;
    }

    private TransactionConflict conflict(RuntimeException failure) {
        conflicts.increment();
        return new TransactionConflict(failure);
    }

    /// Lets running work finish, then closes. What was committed is on the disk in any case.
    @Override
    public void close() {
        try {
            threads.call(() -> {
                connections.close();
                return Optional.empty();
            });
        } finally {
            threads.close();
        }
    }

    /// Work on an open connection. It stays on the thread that it is called on and does not keep the handle.
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T with(Handle handle);
    }
}
