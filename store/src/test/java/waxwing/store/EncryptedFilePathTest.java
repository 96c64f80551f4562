package waxwing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedFilePathTest {
    private static final byte[] KEY = HexFormat.of().parseHex("00112233445566778899aabbccddeeff".repeat(2));
    private static final int ROWS = 500;

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenHereOpensWithTheCipherOfH2() throws SQLException {
        try (Database database = open()) {
            fill(database);
        }

        try (Connection plain = withH2(";IFEXISTS=TRUE")) {
            assertThat(one(plain, "SELECT COUNT(DISTINCT text) FROM note")).isEqualTo(ROWS);
        }
    }

    @Test
    void whatTheCipherOfH2WroteOpensHereAndIsWrittenOn() throws SQLException {
        try (Database database = open()) {
            fill(database);
        }
        try (Connection plain = withH2(";IFEXISTS=TRUE")) {
            execute(plain, "UPDATE note SET text = 'by H2 ' || id");
            execute(plain, "SHUTDOWN COMPACT");
        }

        try (Database database = open()) {
            assertThat(texts(database, "by H2 %")).isEqualTo(ROWS);
            database.inTransaction(handle -> handle.execute("UPDATE note SET text = 'here ' || id"));
        }
        try (Database database = open()) {
            assertThat(texts(database, "here %")).isEqualTo(ROWS);
        }
    }

    @Test
    void aFileThatIsOpenIsNotOpenedASecondTime() {
        try (Database database = open()) {
            fill(database);

            assertThatThrownBy(this::open)
                    .isInstanceOf(StorageFailure.class)
                    .hasMessageContaining("test.mv.db: is open already");
            assertThat(texts(database, "%")).isEqualTo(ROWS);
        }
    }

    /// H2 puts the rows of a larger answer into a file of its own, which would be in clear.
    @Test
    void noAnswerIsTooLargeForTheMemory() {
        try (Database database = open()) {
            assertThat(database.<Integer>read(
                            handle -> handle.createQuery("SELECT setting_value FROM information_schema.settings"
                                            + " WHERE setting_name = 'max_memory_rows'")
                                    .mapTo(Integer.class)
                                    .one()))
                    .isEqualTo(Integer.MAX_VALUE);
        }
    }

    private Database open() {
        Database database = Database.openH2(new H2Settings(folder.resolve("test"), Optional.of(FileKey.of(KEY)), 2));
        database.migrate("waxwing/store/testdb");
        return database;
    }

    private Connection withH2(String options) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:h2:" + folder.resolve("test") + ";CIPHER=AES;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"
                        + ";DEFAULT_NULL_ORDERING=HIGH" + options,
                "waxwing",
                HexFormat.of().formatHex(KEY) + " ");
    }

    private static void fill(Database database) {
        for (int i = 0; i < ROWS; i++) {
            int id = i;
            database.inTransaction(
                    handle -> handle.execute("INSERT INTO note (id, text) VALUES (?, ?)", id, id + "x".repeat(1_000)));
        }
    }

    private static int texts(Database database, String like) {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM note WHERE text LIKE :like")
                .bind("like", like)
                .mapTo(Integer.class)
                .one());
    }

    private static int one(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
