package waxwing.server.mailbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// The contract, over every store that there is.
class MailboxStoresTest {
    private static final String MIGRATIONS = "waxwing/server/db";

    @Nested
    class InMemory extends MailboxStoreContract {
        @Override
        MailboxStore open() {
            return new MemoryMailboxStore();
        }

        @Override
        MailboxStore reopen(MailboxStore open) {
            return open;
        }
    }

    @Nested
    class OnRocksDb extends MailboxStoreContract {
        @TempDir
        private Path folder;

        @Override
        MailboxStore open() {
            return RocksMailboxStore.open(folder.resolve("mailboxes"));
        }
    }

    @Nested
    class OnH2 extends MailboxStoreContract {
        @TempDir
        private Path folder;

        @SuppressWarnings("NullAway.Init") // Opened before each test.
        private Database database;

        @Override
        MailboxStore open() {
            database = Database.openH2(new H2Settings(folder.resolve("relay"), Optional.empty(), 2));
            database.migrate(MIGRATIONS);
            return new SqlMailboxStore(database);
        }

        @Override
        MailboxStore reopen(MailboxStore open) {
            database.close();
            return open();
        }

        @AfterEach
        void closeDatabase() {
            database.close();
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OnPostgreSql extends MailboxStoreContract {
        private EmbeddedPostgres server;

        @SuppressWarnings("NullAway.Init") // Opened before each test.
        private Database database;

        @BeforeAll
        void startServer() throws IOException {
            server = EmbeddedPostgres.start();
        }

        @AfterAll
        void stopServer() throws IOException {
            server.close();
        }

        @Override
        MailboxStore open() {
            database = Database.over(server.getPostgresDatabase(), 2);
            database.inTransaction(handle -> handle.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
            database.migrate(MIGRATIONS);
            return new SqlMailboxStore(database);
        }

        @Override
        MailboxStore reopen(MailboxStore open) {
            database.close();
            database = Database.over(server.getPostgresDatabase(), 2);
            return new SqlMailboxStore(database);
        }

        @AfterEach
        void closeDatabase() {
            database.close();
        }
    }
}
