package waxwing.gateway.optout;

import java.time.Instant;
import waxwing.gateway.contact.ContactHandle;
import waxwing.model.MessageKind;
import waxwing.store.Database;

/// Opt-outs in the gateway's database.
final class SqlOptOutStore implements OptOutStore {
    private final Database database;

    SqlOptOutStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(ContactHandle contact, MessageKind kind, Instant since) {
        return database.inTransaction(handle -> handle.createUpdate("""
                        INSERT INTO opt_out (contact, kind, since_ms) VALUES (:contact, :kind, :since)
                        ON CONFLICT DO NOTHING
                        """)
                        .bind("contact", contact.value())
                        .bind("kind", kind.name())
                        .bind("since", since.toEpochMilli())
                        .execute()
                == 1);
    }

    @Override
    public boolean removeOlder(ContactHandle contact, MessageKind kind, Instant than) {
        return database.inTransaction(handle -> handle.createUpdate("""
                        DELETE FROM opt_out WHERE contact = :contact AND kind = :kind AND since_ms < :than
                        """)
                        .bind("contact", contact.value())
                        .bind("kind", kind.name())
                        .bind("than", than.toEpochMilli())
                        .execute()
                == 1);
    }
}
