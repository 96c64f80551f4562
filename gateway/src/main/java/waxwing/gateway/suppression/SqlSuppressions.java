package waxwing.gateway.suppression;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import waxwing.gateway.suppression.Suppression.Reach;
import waxwing.gateway.suppression.Suppression.Source;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;
import waxwing.store.Sql;

/// Suppressions in the gateway's database.
public final class SqlSuppressions implements Suppressions {
    private static final String SELECT = "SELECT position, phone_number, source, reach, since_ms FROM suppression ";

    private final Database database;

    public SqlSuppressions(Database database) {
        this.database = database;
    }

    @Override
    public List<Suppression> of(PhoneNumber number) {
        return database.read(handle -> Sql.of(handle, SELECT + "WHERE phone_number = :number ORDER BY position")
                .bind("number", number.e164())
                .list(SqlSuppressions::entry));
    }

    @Override
    public void add(Suppression entry) {
        database.inRetriedTransaction(handle -> {
            int added = 0;
            while (added == 0) {
                delete(handle, entry.number(), entry.source());
                // Nothing is added if somebody else did in between; theirs is replaced then.
                added = insert(handle, entry);
            }
            return added;
        });
    }

    private static int insert(Handle handle, Suppression entry) {
        return handle.createUpdate("""
                        INSERT INTO suppression (phone_number, source, reach, since_ms)
                        VALUES (:number, :source, :reach, :since) ON CONFLICT DO NOTHING
                        """)
                .bind("number", entry.number().e164())
                .bind("source", entry.source().name())
                .bind("reach", entry.reach().name())
                .bind("since", entry.since().toEpochMilli())
                .execute();
    }

    @Override
    public boolean remove(PhoneNumber number, Source source) {
        return database.inRetriedTransaction(handle -> delete(handle, number, source)) > 0;
    }

    private static int delete(Handle handle, PhoneNumber number, Source source) {
        return handle.createUpdate("DELETE FROM suppression WHERE phone_number = :number AND source = :source")
                .bind("number", number.e164())
                .bind("source", source.name())
                .execute();
    }

    @Override
    public Page list(OptionalLong before, int limit) {
        List<Placed> found = database.read(
                handle -> handle.createQuery(SELECT + "WHERE position < :before ORDER BY position DESC LIMIT :limit")
                        .bind("before", before.orElse(Long.MAX_VALUE))
                        .bind("limit", limit + 1)
                        .map((row, _) -> new Placed(entry(row), row.getLong("position")))
                        .list());
        List<Placed> page = found.subList(0, Math.min(found.size(), limit));
        return new Page(
                page.stream().map(Placed::entry).toList(),
                found.size() > page.size() ? OptionalLong.of(page.getLast().position()) : OptionalLong.empty());
    }

    private record Placed(Suppression entry, long position) {}

    private static Suppression entry(ResultSet row) throws SQLException {
        return new Suppression(
                PhoneNumber.ofE164(row.getString("phone_number")),
                Source.valueOf(row.getString("source")),
                Reach.valueOf(row.getString("reach")),
                Instant.ofEpochMilli(row.getLong("since_ms")));
    }
}
