package waxwing.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/// Schema changes by Flyway, over connections that Flyway may close as it likes.
final class Migrations {
    private Migrations() {}

    static void apply(Connections connections, String classpathLocation) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(new Unpooled(connections))
                .locations("classpath:" + classpathLocation)
                .loggers("slf4j")
                .callbacks(new Announcement(connections))
                .load()
                .migrate();
        connections.afterMigration();
    }

    /// Says before the first change of a schema that there will be some.
    private static final class Announcement implements Callback {
        private final Connections connections;
        private boolean said;

        private Announcement(Connections connections) {
            this.connections = connections;
        }

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            if (!said) {
                connections.beforeMigration();
                said = true;
            }
        }

        @Override
        public String getCallbackName() {
            return "announcement";
        }
    }

    private record Unpooled(Connections connections) implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return connections.openOwn();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("not a wrapper");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
