package waxwing.client.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import waxwing.client.people.Contact.ContactId;
import waxwing.client.people.Contact.Standing;
import waxwing.client.relay.Speaker;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;
import waxwing.store.Sql;

/// Contacts in the profile's database. A number names a contact: when it passes to another account the contact
/// stays, with its history, and its identity counts as changed.
public final class SqlContacts implements ContactStore {
    private static final String SEPARATOR = ",";

    private final Database database;

    public SqlContacts(Database database) {
        this.database = database;
    }

    @Override
    public List<Contact> all() {
        return database.read(
                handle -> handle.createQuery("SELECT * FROM contact").map((row, _) -> contact(row)).list().stream()
                        .sorted(Comparator.comparing(Contact::displayName, String.CASE_INSENSITIVE_ORDER))
                        .toList());
    }

    @Override
    public Contact add(PhoneNumber number, Optional<String> alias) {
        return database.inTransaction(_ -> {
            Contact contact = knownByNumber(number).orElseGet(() -> {
                Contact found = byNumber(number).orElseGet(() -> insert(null, number, AccountType.PERSON));
                know(found);
                return found;
            });
            return alias.map(name -> rename(contact, name)).orElse(contact);
        });
    }

    private Optional<Contact> knownByNumber(PhoneNumber number) {
        return one("SELECT * FROM contact WHERE phone_number = :number AND known", "number", number.e164());
    }

    @Override
    public Contact rename(Contact contact, String alias) {
        String name = alias.strip();
        return database.inTransaction(handle -> {
            handle.createUpdate("UPDATE contact SET alias = :alias WHERE contact_id = :id")
                    .bind("alias", name.isEmpty() ? null : name)
                    .bind("id", contact.id().value())
                    .execute();
            return reread(contact.id());
        });
    }

    @Override
    public Optional<Contact> byId(ContactId id) {
        return one("SELECT * FROM contact WHERE contact_id = :id", "id", id.value());
    }

    @Override
    public Optional<Contact> byNumber(PhoneNumber number) {
        return one("SELECT * FROM contact WHERE phone_number = :number", "number", number.e164());
    }

    @Override
    public Optional<Contact> byAccount(AccountId account) {
        return one("SELECT * FROM contact WHERE account_id = :account", "account", account.value());
    }

    @Override
    public Resolution resolve(String who) {
        String word = who.strip();
        List<Contact> everybody = all();
        List<Contact> named = everybody.stream()
                .filter(contact ->
                        contact.alias().filter(word::equalsIgnoreCase).isPresent())
                .toList();
        if (!named.isEmpty()) {
            return oneOf(named);
        }
        if (word.startsWith("+")) {
            PhoneNumber number = PhoneNumber.parse(word);
            return byNumber(number)
                    .<Resolution>map(Resolution.Found::new)
                    .orElseGet(() -> new Resolution.NewNumber(number));
        }
        List<Contact> businesses = everybody.stream()
                .filter(contact ->
                        contact.businessName().filter(word::equalsIgnoreCase).isPresent()
                                || contact.account()
                                        .filter(account -> account.toString().equalsIgnoreCase(word))
                                        .isPresent())
                .toList();
        return businesses.isEmpty() ? new Resolution.NotFound(word) : oneOf(businesses);
    }

    private static Resolution oneOf(List<Contact> candidates) {
        return candidates.size() == 1
                ? new Resolution.Found(candidates.getFirst())
                : new Resolution.Ambiguous(candidates);
    }

    @Override
    public Known certified(Speaker speaker, Instant now) {
        return database.inTransaction(handle -> {
            Known known = known(speaker.account(), speaker.number(), speaker.type());
            handle.createUpdate("""
                            UPDATE contact
                            SET account_type = :type, business_name = :name, domains = :domains,
                                addressed_at_ms = :now
                            WHERE contact_id = :id
                            """)
                    .bind("type", speaker.type().name())
                    .bind("name", speaker.businessName().orElse(null))
                    .bind("domains", String.join(SEPARATOR, speaker.domains()))
                    .bind("now", now.toEpochMilli())
                    .bind("id", known.contact().id().value())
                    .execute();
            return new Known(reread(known.contact().id()), known.numberMoved());
        });
    }

    @Override
    public Known addressed(Contact contact, AccountId account, AccountType type, Instant now) {
        return database.inTransaction(handle -> {
            boolean moved = give(contact, account);
            handle.createUpdate("""
                            UPDATE contact SET account_type = :type, addressed_at_ms = :now WHERE contact_id = :id
                            """)
                    .bind("type", type.name())
                    .bind("now", now.toEpochMilli())
                    .bind("id", contact.id().value())
                    .execute();
            return new Known(reread(contact.id()), moved);
        });
    }

    private Known known(AccountId account, PhoneNumber number, AccountType type) {
        Optional<Contact> holder = byNumber(number);
        if (holder.isPresent()) {
            return new Known(holder.get(), give(holder.get(), account));
        }
        Optional<Contact> sameAccount = byAccount(account);
        if (sameAccount.isPresent()) {
            database.inTransaction(
                    handle -> handle.createUpdate("UPDATE contact SET phone_number = :number WHERE contact_id = :id")
                            .bind("number", number.e164())
                            .bind("id", sameAccount.get().id().value())
                            .execute());
            return new Known(sameAccount.get(), false);
        }
        return new Known(insert(account, number, type), false);
    }

    /// @return whether the contact had another account before
    private boolean give(Contact contact, AccountId account) {
        if (contact.account().filter(account::equals).isPresent()) {
            return false;
        }
        database.inTransaction(handle -> {
            handle.createUpdate("UPDATE contact SET account_id = NULL WHERE account_id = :account")
                    .bind("account", account.value())
                    .execute();
            return handle.createUpdate("UPDATE contact SET account_id = :account WHERE contact_id = :id")
                    .bind("account", account.value())
                    .bind("id", contact.id().value())
                    .execute();
        });
        return contact.account().isPresent();
    }

    @Override
    public void forgetAddress(Contact contact) {
        database.inTransaction(
                handle -> handle.createUpdate("UPDATE contact SET addressed_at_ms = 0 WHERE contact_id = :id")
                        .bind("id", contact.id().value())
                        .execute());
    }

    @Override
    public void block(Contact contact, boolean blocked) {
        set(contact, "UPDATE contact SET blocked = :value WHERE contact_id = :id AND blocked <> :value", blocked);
    }

    @Override
    public void know(Contact contact) {
        set(contact, "UPDATE contact SET known = :value WHERE contact_id = :id AND known <> :value", true);
    }

    @Override
    public boolean isKnown(Contact contact) {
        return database.read(handle -> handle.createQuery("""
                        SELECT c.known OR c.alias IS NOT NULL OR EXISTS
                            (SELECT 1 FROM message m WHERE m.contact_id = c.contact_id AND m.direction = 'SENT')
                        FROM contact c WHERE c.contact_id = :id
                        """)
                .bind("id", contact.id().value())
                .mapTo(Boolean.class)
                .one());
    }

    @Override
    public boolean markIdentity(Contact contact, boolean changed) {
        return set(
                contact,
                "UPDATE contact SET identity_changed = :value WHERE contact_id = :id AND identity_changed <> :value",
                changed);
    }

    private boolean set(Contact contact, String sql, boolean value) {
        return database.inTransaction(handle -> handle.createUpdate(sql)
                        .bind("value", value)
                        .bind("id", contact.id().value())
                        .execute())
                > 0;
    }

    @Override
    public List<Contact> blocked() {
        return all().stream()
                .filter(contact -> contact.standing() == Standing.BLOCKED)
                .toList();
    }

    private Contact insert(@Nullable AccountId account, PhoneNumber number, AccountType type) {
        return database.inTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO contact (account_id, phone_number, account_type, blocked, identity_changed,
                                                 addressed_at_ms, known)
                            VALUES (:account, :number, :type, FALSE, FALSE, 0, FALSE)
                            """)
                    .bind("account", account == null ? null : account.value())
                    .bind("number", number.e164())
                    .bind("type", type.name())
                    .execute();
            return byNumber(number).orElseThrow();
        });
    }

    private Contact reread(ContactId id) {
        return byId(id).orElseThrow(() -> new IllegalStateException("a contact has vanished: " + id));
    }

    private Optional<Contact> one(String sql, String name, Object value) {
        return database.read(handle -> Sql.of(handle, sql).bind(name, value).findOne(SqlContacts::contact));
    }

    /// Reads the columns of `contact` from a row, of a join too.
    public static Contact contact(ResultSet row) throws SQLException {
        return new Contact(
                new ContactId(row.getLong("contact_id")),
                Optional.ofNullable(row.getObject("account_id", UUID.class)).map(AccountId::new),
                Optional.ofNullable(row.getString("phone_number")).map(PhoneNumber::ofE164),
                Optional.ofNullable(row.getString("alias")),
                AccountType.valueOf(row.getString("account_type")),
                Optional.ofNullable(row.getString("business_name")),
                domains(row.getString("domains")),
                standing(row));
    }

    private static List<String> domains(String stored) {
        return stored.isEmpty() ? List.of() : List.of(stored.split(SEPARATOR));
    }

    private static Standing standing(ResultSet row) throws SQLException {
        if (row.getBoolean("blocked")) {
            return Standing.BLOCKED;
        }
        return row.getBoolean("identity_changed") ? Standing.IDENTITY_CHANGED : Standing.OPEN;
    }
}
