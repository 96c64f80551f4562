package waxwing.gateway.contact;

import java.util.Optional;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;
import waxwing.store.Sql;

/// Contacts in the gateway's database.
final class SqlContactStore implements ContactStore {
    private final Database database;

    SqlContactStore(Database database) {
        this.database = database;
    }

    @Override
    public byte[] secretOr(byte[] fresh) {
        return database.inRetriedTransaction(handle -> {
            handle.createUpdate("INSERT INTO contact_secret (row_id, secret) VALUES (1, :fresh) ON CONFLICT DO NOTHING")
                    .bind("fresh", fresh)
                    .execute();
            return handle.createQuery("SELECT secret FROM contact_secret")
                    .map((row, _) -> row.getBytes("secret"))
                    .one();
        });
    }

    @Override
    public void remember(ContactHandle contact, PhoneNumber number) {
        database.inRetriedTransaction(handle -> find(contact).isPresent()
                ? 0
                : handle.createUpdate("""
                        INSERT INTO contact (contact, phone_number) VALUES (:contact, :number) ON CONFLICT DO NOTHING
                        """)
                        .bind("contact", contact.value())
                        .bind("number", number.e164())
                        .execute());
    }

    @Override
    public Optional<PhoneNumber> find(ContactHandle contact) {
        return database.read(handle -> Sql.of(handle, "SELECT phone_number FROM contact WHERE contact = :contact")
                .bind("contact", contact.value())
                .findOne(row -> PhoneNumber.ofE164(row.getString("phone_number"))));
    }
}
