package waxwing.server.controls;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalTime;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.MessageKind;
import waxwing.store.Database;

/// Controls in the relay's database.
final class SqlControlsStore implements ControlsStore {
    /// Choices that are kept of a person and a business.
    private static final int MOST_CHOICES = 60;

    private final Database database;

    SqlControlsStore(Database database) {
        this.database = database;
    }

    @Override
    public PersonControls find(AccountId person) {
        return database.read(handle -> new PersonControls(
                settings(handle, person, "business_setting", "business_id"),
                general(handle, person),
                new SqlBlockStore(handle, person).all()));
    }

    static Map<AccountId, Map<MessageKind, Setting>> settings(
            Handle handle, AccountId person, String table, String otherColumn) {
        Map<AccountId, Map<MessageKind, Setting>> chosen = new HashMap<>();
        handle.createQuery("SELECT " + otherColumn + " AS other, kind, setting FROM " + table
                        + " WHERE account_id = :person")
                .bind("person", person.value())
                .map((row, _) -> chosen.computeIfAbsent(
                                new AccountId(row.getObject("other", UUID.class)),
                                _ -> new EnumMap<>(MessageKind.class))
                        .put(kind(row), setting(row)))
                .list();
        return chosen;
    }

    private static MessageKind kind(ResultSet row) throws SQLException {
        return MessageKind.valueOf(row.getString("kind"));
    }

    private static Setting setting(ResultSet row) throws SQLException {
        return Setting.valueOf(row.getString("setting"));
    }

    private static General general(Handle handle, AccountId person) {
        Map<MessageKind, Setting> kinds = new EnumMap<>(MessageKind.class);
        handle.createQuery("SELECT kind, setting FROM kind_setting WHERE account_id = :person")
                .bind("person", person.value())
                .map((row, _) -> kinds.put(kind(row), setting(row)))
                .list();
        return handle.createQuery("""
                        SELECT offers_per_week, quiet_from, quiet_until, quiet_zone, read_receipts, first_messages
                        FROM person_control WHERE account_id = :person
                        """)
                .bind("person", person.value())
                .map((row, _) -> new General(
                        kinds,
                        row.getInt("offers_per_week"),
                        quietHours(row),
                        General.ReadReceipts.valueOf(row.getString("read_receipts")),
                        General.FirstMessages.valueOf(row.getString("first_messages"))))
                .findOne()
                .orElse(General.DEFAULT);
    }

    private static Optional<QuietHours> quietHours(ResultSet row) throws SQLException {
        String zone = row.getString("quiet_zone");
        return zone == null
                ? Optional.empty()
                : Optional.of(QuietHours.parse(row.getInt("quiet_from"), row.getInt("quiet_until"), zone));
    }

    @Override
    public void set(AccountId person, AccountId business, Collection<Choice> choices) {
        database.inTransaction(handle -> {
            choices.forEach(choice -> set(handle, person, business, choice));
            return handle.createUpdate("""
                            DELETE FROM choice WHERE account_id = :person AND business_id = :business AND choice_id NOT IN
                            (SELECT choice_id FROM choice WHERE account_id = :person AND business_id = :business
                             ORDER BY choice_id DESC LIMIT :most)
                            """)
                    .bind("person", person.value())
                    .bind("business", business.value())
                    .bind("most", MOST_CHOICES)
                    .execute();
        });
    }

    private static void set(Handle handle, AccountId person, AccountId business, Choice choice) {
        handle.execute(
                "DELETE FROM business_setting WHERE account_id = ? AND business_id = ? AND kind = ?",
                person.value(),
                business.value(),
                choice.kind().name());
        handle.execute(
                "INSERT INTO business_setting (account_id, business_id, kind, setting) VALUES (?, ?, ?, ?)",
                person.value(),
                business.value(),
                choice.kind().name(),
                choice.setting().name());
        handle.createUpdate("""
                        INSERT INTO choice
                            (choice_id, account_id, business_id, kind, setting, chosen_at, means, device_id)
                        VALUES (nextval('choice_ids'), :person, :business, :kind, :setting, :at, :means, :device)
                        """)
                .bind("person", person.value())
                .bind("business", business.value())
                .bind("kind", choice.kind().name())
                .bind("setting", choice.setting().name())
                .bind("at", choice.atMillis())
                .bind("means", choice.means().name())
                .bind("device", choice.device().value())
                .execute();
    }

    @Override
    public List<Choice> choices(AccountId person, AccountId business) {
        return database.read(handle -> handle.createQuery("""
                        SELECT kind, setting, chosen_at, means, device_id FROM choice
                        WHERE account_id = :person AND business_id = :business ORDER BY choice_id DESC
                        """)
                .bind("person", person.value())
                .bind("business", business.value())
                .map((row, _) -> new Choice(
                        kind(row),
                        setting(row),
                        row.getLong("chosen_at"),
                        Choice.Means.valueOf(row.getString("means")),
                        new DeviceId(row.getInt("device_id"))))
                .list());
    }

    @Override
    public void set(AccountId person, General general) {
        database.inTransaction(handle -> {
            handle.execute("DELETE FROM kind_setting WHERE account_id = ?", person.value());
            general.kinds()
                    .forEach((kind, setting) -> handle.execute(
                            "INSERT INTO kind_setting (account_id, kind, setting) VALUES (?, ?, ?)",
                            person.value(),
                            kind.name(),
                            setting.name()));
            handle.execute("DELETE FROM person_control WHERE account_id = ?", person.value());
            Optional<QuietHours> quiet = general.quietHours();
            return handle.createUpdate("""
                            INSERT INTO person_control (account_id, offers_per_week, quiet_from, quiet_until, quiet_zone,
                                                        read_receipts, first_messages)
                            VALUES (:person, :offers, :from, :until, :zone, :receipts, :first)
                            """)
                    .bind("person", person.value())
                    .bind("offers", general.offersPerWeek())
                    .bind("from", quiet.map(hours -> minute(hours.from())).orElse(null))
                    .bind("until", quiet.map(hours -> minute(hours.until())).orElse(null))
                    .bind("zone", quiet.map(hours -> hours.zone().getId()).orElse(null))
                    .bind("receipts", general.readReceipts().name())
                    .bind("first", general.firstMessages().name())
                    .execute();
        });
    }

    private static int minute(LocalTime time) {
        return time.getHour() * 60 + time.getMinute();
    }

    @Override
    public boolean block(AccountId person, AccountId other, Block block) {
        return database.inTransaction(handle -> new SqlBlockStore(handle, person).put(other, block)) > 0;
    }

    @Override
    public void unblock(AccountId person, AccountId other) {
        database.inTransaction(handle -> new SqlBlockStore(handle, person).remove(other));
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
