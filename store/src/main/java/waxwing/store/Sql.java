package waxwing.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/// A statement that is run with every message, over plain JDBC: prepared once for each SQL thread of an H2 database,
/// and used again. Everything else is a statement of JDBI, which finds out at each execution how to render, prepare and
/// bind it.
///
/// Parameters are named as there. All of them are bound anew before each execution.
public final class Sql {
    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-zA-Z]+)");

    @SuppressWarnings("ThreadLocalUsage") // Only the databases' own threads have a value, and they end with it.
    private static final ThreadLocal<@Nullable Prepared> OF_THREAD = new ThreadLocal<>();

    private final String text;
    private final PreparedStatement statement;
    private final Map<String, int[]> positions;

    private Sql(String text, PreparedStatement statement, Map<String, int[]> positions) {
        this.text = text;
        this.statement = statement;
        this.positions = positions;
    }

    /// What a thread has prepared on its connection.
    private record Prepared(Connection connection, Map<String, Sql> statements) {}

    /// Reads a row that the cursor stands on. It runs no statement itself.
    @FunctionalInterface
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /// @param text a constant, with parameters as `:name`
    public static Sql of(Handle handle, String text) {
        return of(handle, text, List.of());
    }

    /// An `INSERT` that [#executeForKey] runs.
    ///
    /// @param key the column that gets its value there
    public static Sql inserting(Handle handle, String text, String key) {
        return of(handle, text, List.of(key));
    }

    private static Sql of(Handle handle, String text, List<String> keys) {
        Connection connection = handle.getConnection();
        Prepared prepared = OF_THREAD.get();
        if (prepared == null || !prepared.connection().equals(connection)) {
            prepared = new Prepared(connection, new HashMap<>());
            OF_THREAD.set(prepared);
        }
        Sql known = prepared.statements().get(text);
        if (known == null) {
            known = prepare(connection, text, keys);
            prepared.statements().put(text, known);
        }
        return known;
    }

    private static Sql prepare(Connection connection, String text, List<String> keys) {
        Map<String, List<Integer>> positions = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        for (int position = 1; parameter.find(); position++) {
            positions
                    .computeIfAbsent(parameter.group(1), _ -> new ArrayList<>())
                    .add(position);
        }
        Map<String, int[]> byName = new HashMap<>();
        positions.forEach((name, all) ->
                byName.put(name, all.stream().mapToInt(Integer::intValue).toArray()));
        String positional = parameter.reset().replaceAll("?");
        try {
            PreparedStatement statement = keys.isEmpty()
                    ? connection.prepareStatement(positional)
                    : connection.prepareStatement(positional, keys.toArray(String[]::new));
            return new Sql(text, statement, byName);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// @throws IllegalArgumentException if the statement has no such parameter
    public Sql bind(String name, @Nullable Object value) {
        int[] at = positions.get(name);
        if (at == null) {
            throw new IllegalArgumentException("no parameter :" + name + " in: " + text);
        }
        try {
            for (int position : at) {
                statement.setObject(position, value);
            }
            return this;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// @return how many rows were changed
    public int execute() {
        var event = StatementEvent.begun(text);
        try {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            event.commit();
            clear();
        }
    }

    /// @return the key of the row that was inserted; empty if none was
    public Optional<Long> executeForKey() {
        return execute() == 0 ? Optional.empty() : Optional.of(key());
    }

    private long key() {
        try (ResultSet keys = statement.getGeneratedKeys()) {
            keys.next();
            return keys.getLong(1);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// @throws IllegalStateException if there are several
    public <T> Optional<T> findOne(Row<T> row) {
        List<T> found = list(row);
        if (found.size() > 1) {
            throw new IllegalStateException(found.size() + " rows instead of one: " + text);
        }
        return found.stream().findFirst();
    }

    /// @throws IllegalStateException if there is none, or several
    public <T> T one(Row<T> row) {
        return findOne(row).orElseThrow(() -> new IllegalStateException("no row: " + text));
    }

    public <T> List<T> list(Row<T> row) {
        var event = StatementEvent.begun(text);
        try (ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(row.of(rows));
            }
            return found;
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            event.commit();
            clear();
        }
    }

    /// No value outlives its execution, whatever came of it.
    private void clear() {
        try {
            statement.clearParameters();
        } catch (SQLException _) {
            // The connection is closed, and its statements with it.
        }
    }

    private static RuntimeException failed(SQLException why) {
        return new UnableToExecuteStatementException(why, null);
    }
}
