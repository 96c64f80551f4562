package waxwing.gateway.conversation;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import waxwing.gateway.contact.ContactHandle;
import waxwing.store.Database;

/// Open windows in the gateway's database.
final class SqlWindowStore implements WindowStore {
    private final Database database;

    SqlWindowStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Instant> end(ContactHandle contact) {
        return database.read(
                handle -> handle.createQuery("SELECT closes_at_ms FROM conversation_window WHERE contact = :contact")
                        .bind("contact", contact.value())
                        .map((row, _) -> Instant.ofEpochMilli(row.getLong("closes_at_ms")))
                        .findOne());
    }

    @Override
    public void open(ContactHandle contact, Instant end, Runnable opened) {
        database.inRetriedTransaction(handle -> {
            if (end(contact).isEmpty()) {
                opened.run();
                return handle.createUpdate(
                                "INSERT INTO conversation_window (contact, closes_at_ms) VALUES (:contact, :end)")
                        .bind("contact", contact.value())
                        .bind("end", end.toEpochMilli())
                        .execute();
            }
            return handle.createUpdate("""
                            UPDATE conversation_window SET closes_at_ms = :end
                            WHERE contact = :contact AND closes_at_ms < :end
                            """)
                    .bind("contact", contact.value())
                    .bind("end", end.toEpochMilli())
                    .execute();
        });
    }

    @Override
    public boolean closeOver(Instant now, Consumer<ContactHandle> closed) {
        return database.inRetriedTransaction(handle -> {
            Optional<ContactHandle> over = over(handle, now);
            // The person may have written in between.
            over.filter(contact -> close(handle, contact, now)).ifPresent(closed);
            return over.isPresent();
        });
    }

    private static Optional<ContactHandle> over(Handle handle, Instant now) {
        return handle.createQuery("""
                        SELECT contact FROM conversation_window WHERE closes_at_ms <= :now
                        ORDER BY closes_at_ms LIMIT 1
                        """)
                .bind("now", now.toEpochMilli())
                .map((row, _) -> new ContactHandle(row.getString("contact")))
                .findOne();
    }

    private static boolean close(Handle handle, ContactHandle contact, Instant now) {
        return handle.createUpdate("DELETE FROM conversation_window WHERE contact = :contact AND closes_at_ms <= :now")
                        .bind("contact", contact.value())
                        .bind("now", now.toEpochMilli())
                        .execute()
                == 1;
    }
}
