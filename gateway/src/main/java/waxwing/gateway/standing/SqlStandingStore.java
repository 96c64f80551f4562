package waxwing.gateway.standing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import waxwing.client.registration.BusinessProfile.Quality;
import waxwing.client.registration.BusinessProfile.Rating;
import waxwing.client.registration.BusinessProfile.Reason;
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
        return database.read(handle -> handle.createQuery(
                        "SELECT standing, reason, tier, rating, rating_reasons, as_of_ms FROM standing")
                .map((row, _) -> new Known(
                        new Told(
                                Standing.valueOf(row.getString("standing")),
                                Optional.ofNullable(row.getString("reason")),
                                row.getInt("tier"),
                                quality(row)),
                        Instant.ofEpochMilli(row.getLong("as_of_ms"))))
                .findOne());
    }

    @Override
    public void put(Known known) {
        Optional<Quality> quality = known.told().quality();
        database.inRetriedTransaction(handle -> {
            handle.execute("DELETE FROM standing");
            return handle.createUpdate("""
                            INSERT INTO standing (row_id, standing, reason, tier, rating, rating_reasons, as_of_ms)
                            VALUES (1, :standing, :reason, :tier, :rating, :ratingReasons, :asOf)
                            """)
                    .bind("standing", known.told().standing().name())
                    .bind("reason", known.told().reason().orElse(null))
                    .bind("tier", known.told().tier())
                    .bind("rating", quality.map(is -> is.rating().name()).orElse(null))
                    .bind(
                            "ratingReasons",
                            quality.map(SqlStandingStore::reasons).orElse(null))
                    .bind("asOf", known.asOf().toEpochMilli())
                    .execute();
        });
    }

    private static Optional<Quality> quality(ResultSet row) throws SQLException {
        String rating = row.getString("rating");
        if (rating == null) {
            return Optional.empty();
        }
        return Optional.of(new Quality(
                Rating.valueOf(rating),
                Stream.of(row.getString("rating_reasons").split(","))
                        .filter(reason -> !reason.isEmpty())
                        .map(Reason::valueOf)
                        .toList()));
    }

    private static String reasons(Quality quality) {
        return quality.reasons().stream().map(Reason::name).collect(Collectors.joining(","));
    }
}
