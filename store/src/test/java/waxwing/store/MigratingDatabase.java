package waxwing.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import waxwing.store.PowerLossTest.File;

/// A process that changes a database's schema and is gone in the middle of it, as if it was killed.
///
/// Public only because H2 calls it by reflection.
public final class MigratingDatabase {
    static final String MIGRATIONS = "waxwing/store/changeddb";
    static final String LAST_STAGE = "waxwing.last-stage";
    static final String HELD = "held";
    static final int GONE = 137;

    /// At which a migration of this process fails; 0 for none.
    static volatile int failingStage;

    private MigratingDatabase() {}

    /// @param args the database's file, whether it is encrypted, and what to do: `change` its schema, or `hold` it
    ///     open until standard input ends
    public static void main(String[] args) throws IOException {
        try (Database database = open(Path.of(args[0]), File.valueOf(args[1]))) {
            if (args[2].equals("hold")) {
                System.out.println(HELD);
                boolean _ = System.in.read() >= 0;
            } else {
                database.migrate(MIGRATIONS);
            }
        }
    }

    static Database open(Path path, File file) {
        Optional<FileKey> key = file == File.ENCRYPTED ? Optional.of(FileKey.of(new byte[32])) : Optional.empty();
        return Database.openH2(new H2Settings(path, key, 1));
    }

    /// Called by the migration.
    public static void stage(int reached) {
        if (reached == Integer.getInteger(LAST_STAGE, 0)) {
            Runtime.getRuntime().halt(GONE);
        }
        if (reached == failingStage) {
            throw new IllegalStateException("failed at stage " + reached);
        }
    }
}
