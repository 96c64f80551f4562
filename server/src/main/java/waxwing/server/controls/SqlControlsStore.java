package waxwing.server.controls;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;
import waxwing.store.Database;

/// Controls in the relay's database.
final class SqlControlsStore implements ControlsStore {
    private final Database database;

    SqlControlsStore(Database database) {
        this.database = database;
    }

    @Override
    public PersonControls find(AccountId person) {
        return database.read(handle -> new PersonControls(
                settings(handle, person, "business_setting", "business_id"),
                PersonControls.General.DEFAULT,
                blocks(handle, person)));
    }

    private static Map<AccountId, Map<MessageKind, Setting>> settings(
            Handle handle, AccountId person, String table, String otherColumn) {
        Map<AccountId, Map<MessageKind, Setting>> chosen = new HashMap<>();
        handle.createQuery("SELECT " + otherColumn + " AS other, kind, setting FROM " + table
                        + " WHERE account_id = :person")
                .bind("person", person.value())
                .map((row, _) -> chosen.computeIfAbsent(
                                new AccountId(row.getObject("other", UUID.class)),
                                _ -> new EnumMap<>(MessageKind.class))
                        .put(MessageKind.valueOf(row.getString("kind")), Setting.valueOf(row.getString("setting"))))
                .list();
        return chosen;
    }

    private static Map<AccountId, Block> blocks(Handle handle, AccountId person) {
        Map<AccountId, Map<MessageKind, Setting>> frozen = settings(handle, person, "frozen_setting", "blocked_id");
        Map<AccountId, Block> blocks = new HashMap<>();
        handle.createQuery(
                        "SELECT blocked_id, blocked_at, frozen_last_message_at FROM block WHERE account_id = :person")
                .bind("person", person.value())
                .map((row, _) -> {
                    AccountId other = new AccountId(row.getObject("blocked_id", UUID.class));
                    long lastMessageAt = row.getLong("frozen_last_message_at");
                    OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(lastMessageAt);
                    return blocks.put(
                            other,
                            new Block(
                                    row.getLong("blocked_at"),
                                    new Preferences(
                                            frozen.getOrDefault(other, Map.of()),
                                            Map.of(),
                                            Preferences.OFFERS_PER_WEEK),
                                    known));
                })
                .list();
        return blocks;
    }

    @Override
    public void set(AccountId person, AccountId business, Collection<MessageKind> kinds, Setting setting) {
        database.inTransaction(handle -> {
            kinds.forEach(kind -> {
                handle.execute(
                        "DELETE FROM business_setting WHERE account_id = ? AND business_id = ? AND kind = ?",
                        person.value(),
                        business.value(),
                        kind.name());
                handle.execute(
                        "INSERT INTO business_setting (account_id, business_id, kind, setting) VALUES (?, ?, ?, ?)",
                        person.value(),
                        business.value(),
                        kind.name(),
                        setting.name());
            });
            return kinds.size();
        });
    }

    @Override
    public void block(AccountId person, AccountId other, Block block) {
        database.inTransaction(handle -> {
            if (blocks(handle, person).containsKey(other)) {
                return 0;
            }
            block.frozen()
                    .forBusiness()
                    .forEach((kind, setting) -> handle.execute(
                            "INSERT INTO frozen_setting (account_id, blocked_id, kind, setting) VALUES (?, ?, ?, ?)",
                            person.value(),
                            other.value(),
                            kind.name(),
                            setting.name()));
            return handle.createUpdate("""
                            INSERT INTO block (account_id, blocked_id, blocked_at, frozen_last_message_at)
                            VALUES (:person, :other, :at, :lastMessageAt)
                            """)
                    .bind("person", person.value())
                    .bind("other", other.value())
                    .bind("at", block.blockedAtMillis())
                    .bind(
                            "lastMessageAt",
                            block.frozenLastMessageAt().isPresent()
                                    ? Long.valueOf(block.frozenLastMessageAt().getAsLong())
                                    : null)
                    .execute();
        });
    }

    @Override
    public void unblock(AccountId person, AccountId other) {
        database.inTransaction(handle -> {
            handle.execute(
                    "DELETE FROM frozen_setting WHERE account_id = ? AND blocked_id = ?",
                    person.value(),
                    other.value());
            return handle.execute(
                    "DELETE FROM block WHERE account_id = ? AND blocked_id = ?", person.value(), other.value());
        });
    }

    @Override
    public OptionalLong lastMessageAt(AccountId person, AccountId business) {
        return database.read(handle -> handle.createQuery(
                        "SELECT last_message_at FROM conversation WHERE account_id = :person AND business_id = :business")
                .bind("person", person.value())
                .bind("business", business.value())
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty));
    }

    @Override
    public void putLastMessageAt(AccountId person, AccountId business, long atMillis) {
        database.inTransaction(handle -> {
            handle.execute(
                    "DELETE FROM conversation WHERE account_id = ? AND business_id = ?",
                    person.value(),
                    business.value());
            return handle.execute(
                    "INSERT INTO conversation (account_id, business_id, last_message_at) VALUES (?, ?, ?)",
                    person.value(),
                    business.value(),
                    atMillis);
        });
    }
}
