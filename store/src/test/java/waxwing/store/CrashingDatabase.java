package waxwing.store;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A process that commits rows without end, from a few threads, most of them in groups, and prints the number of each
/// once it was committed, until it is killed.
final class CrashingDatabase {
    private static final int WRITERS = 8;

    private CrashingDatabase() {}

    /// @param args the database's file, and the first number to insert
    public static void main(String[] args) {
        Database database = Database.openH2(new H2Settings(Path.of(args[0]), Optional.empty(), 2));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        AtomicLong next = new AtomicLong(Long.parseLong(args[1]));
        for (int i = 0; i < WRITERS; i++) {
            Thread.ofPlatform().start(() -> {
                while (true) {
                    long row = next.getAndIncrement();
                    Database.Work<Integer> insert =
                            handle -> handle.execute("INSERT INTO note (id, text) VALUES (?, ?)", row, "x".repeat(100));
                    if (row % 4 == 0) {
                        database.inTransaction(insert);
                    } else {
                        database.inGroupedTransaction(insert);
                    }
                    out.println(row);
                }
            });
        }
    }
}
