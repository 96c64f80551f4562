package waxwing.gateway.standing;

import java.time.Instant;
import java.util.Optional;
import waxwing.client.registration.BusinessProfile.Standing;
import waxwing.store.Database;

/// The business's standing in the gateway's database.
public final class SqlStandingStore implements StandingStore {
    private final Database database;

    public SqlStandingStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Known> find() {
        return database.read(handle -> handle.createQuery("SELECT standing, reason, tier, as_of_ms FROM standing")
                .map((row, _) -> new Known(
                        new Told(
                                Standing.valueOf(row.getString("standing")),
                                Optional.ofNullable(row.getString("reason")),
                                row.getInt("tier")),
                        Instant.ofEpochMilli(row.getLong("as_of_ms"))))
                .findOne());
    }

    @Override
    public void put(Known known) {
        database.inRetriedTransaction(handle -> {
            handle.execute("DELETE FROM standing");
            return handle.createUpdate("""
                            INSERT INTO standing (row_id, standing, reason, tier, as_of_ms)
                            VALUES (1, :standing, :reason, :tier, :asOf)
                            """)
                    .bind("standing", known.told().standing().name())
                    .bind("reason", known.told().reason().orElse(null))
                    .bind("tier", known.told().tier())
                    .bind("asOf", known.asOf().toEpochMilli())
                    .execute();
        });
    }
}
