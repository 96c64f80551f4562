package waxwing.client.people;

import java.util.Optional;
import waxwing.client.people.GeneralControls.FirstMessages;
import waxwing.client.people.GeneralControls.ReadReceipts;
import waxwing.store.Database;

/// Of the person's controls, those that this end itself follows, as the relay last told them.
public final class SqlOwnRules {
    /// What can't be taken back is not done for a person whose wishes aren't known: nothing is told of what they
    /// read, and strangers wait.
    private static final Rules UNTIL_TOLD = new Rules(ReadReceipts.OFF, FirstMessages.CONTACTS);

    private final Database database;

    public SqlOwnRules(Database database) {
        this.database = database;
    }

    /// What this end follows.
    public record Rules(ReadReceipts readReceipts, FirstMessages firstMessages) {}

    /// As the relay last told them; the most careful ones until it has. Joins the caller's transaction.
    public Rules now() {
        return asTold().orElse(UNTIL_TOLD);
    }

    /// Whether the relay ever told them to this end.
    public boolean areTold() {
        return asTold().isPresent();
    }

    private Optional<Rules> asTold() {
        return database.read(handle -> handle.createQuery("SELECT read_receipts, first_messages FROM own_rule")
                .map((row, _) -> new Rules(
                        ReadReceipts.valueOf(row.getString("read_receipts")),
                        FirstMessages.valueOf(row.getString("first_messages"))))
                .findOne());
    }

    void told(GeneralControls controls) {
        database.inTransaction(handle -> {
            handle.execute("DELETE FROM own_rule");
            return handle.execute(
                    "INSERT INTO own_rule (only_row, read_receipts, first_messages) VALUES (1, ?, ?)",
                    controls.readReceipts().name(),
                    controls.firstMessages().name());
        });
    }
}
