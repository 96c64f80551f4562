package waxwing.server.controls;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;

/// One person's blocks in the relay's database, with what was frozen at each.
record SqlBlockStore(Handle handle, AccountId person) {
    Map<AccountId, Block> all() {
        Map<AccountId, Map<MessageKind, Setting>> forBusiness =
                SqlControlsStore.settings(handle, person, "frozen_setting", "blocked_id");
        Map<AccountId, Map<MessageKind, Setting>> forKind =
                SqlControlsStore.settings(handle, person, "frozen_kind_setting", "blocked_id");
        Map<AccountId, Block> blocks = new HashMap<>();
        handle.createQuery("""
                        SELECT blocked_id, blocked_at, frozen_last_message_at, frozen_offers_per_week
                        FROM block WHERE account_id = :person
                        """)
                .bind("person", person.value())
                .map((row, _) -> {
                    AccountId other = new AccountId(row.getObject("blocked_id", UUID.class));
                    long lastMessageAt = row.getLong("frozen_last_message_at");
                    OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(lastMessageAt);
                    int offers = row.getInt("frozen_offers_per_week");
                    Preferences frozen = new Preferences(
                            forBusiness.getOrDefault(other, Map.of()),
                            forKind.getOrDefault(other, Map.of()),
                            row.wasNull() ? Preferences.OFFERS_PER_WEEK : offers);
                    return blocks.put(other, new Block(row.getLong("blocked_at"), frozen, known));
                })
                .list();
        return blocks;
    }

    int put(AccountId other, Block block) {
        if (all().containsKey(other)) {
            return 0;
        }
        freeze("frozen_setting", other, block.frozen().forBusiness());
        freeze("frozen_kind_setting", other, block.frozen().forKind());
        @Nullable
        Long lastMessageAt = block.frozenLastMessageAt().isPresent()
                ? Long.valueOf(block.frozenLastMessageAt().getAsLong())
                : null;
        return handle.createUpdate("""
                        INSERT INTO block
                            (account_id, blocked_id, blocked_at, frozen_last_message_at, frozen_offers_per_week)
                        VALUES (:person, :other, :at, :lastMessageAt, :offers)
                        """)
                .bind("person", person.value())
                .bind("other", other.value())
                .bind("at", block.blockedAtMillis())
                .bind("lastMessageAt", lastMessageAt)
                .bind("offers", block.frozen().offersPerWeek())
                .execute();
    }

    private void freeze(String table, AccountId other, Map<MessageKind, Setting> settings) {
        settings.forEach((kind, setting) -> handle.execute(
                "INSERT INTO " + table + " (account_id, blocked_id, kind, setting) VALUES (?, ?, ?, ?)",
                person.value(),
                other.value(),
                kind.name(),
                setting.name()));
    }

    int remove(AccountId other) {
        int removed = 0;
        for (String table : List.of("frozen_setting", "frozen_kind_setting", "block")) {
            removed = handle.execute(
                    "DELETE FROM " + table + " WHERE account_id = ? AND blocked_id = ?", person.value(), other.value());
        }
        return removed;
    }
}
