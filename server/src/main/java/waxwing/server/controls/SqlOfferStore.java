package waxwing.server.controls;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import waxwing.model.AccountId;
import waxwing.model.SubmitId;
import waxwing.server.controls.Offers.Accepted;
import waxwing.server.controls.Offers.Tally;
import waxwing.store.Database;

/// Tallies of offers in the relay's database.
final class SqlOfferStore {
    private static final int ENTRY = SubmitId.BYTES + 8;

    private final Database database;

    SqlOfferStore(Database database) {
        this.database = database;
    }

    /// Of those after a time, in Unix milliseconds.
    Tally find(AccountId person, AccountId business, long after) {
        return database.read(handle -> handle.createQuery("""
                                SELECT revision, offers FROM offer_tally
                                WHERE account_id = :person AND business_id = :business
                                """)
                        .bind("person", person.value())
                        .bind("business", business.value())
                        .map((row, _) -> new Tally(
                                person, business, row.getLong("revision"), decode(row.getBytes("offers"), after)))
                        .findOne())
                .orElseGet(() -> new Tally(person, business, 0, List.of()));
    }

    /// Puts it in the place of the one with the revision before. Durable when it returns.
    ///
    /// @return false if that is not the newest any more
    boolean replace(Tally tally, long newestAtMillis) {
        String statement = tally.revision() == 1 ? """
                INSERT INTO offer_tally (account_id, business_id, revision, offers, newest_at)
                VALUES (:person, :business, :revision, :offers, :at) ON CONFLICT DO NOTHING
                """ : """
                UPDATE offer_tally SET revision = :revision, offers = :offers, newest_at = :at
                WHERE account_id = :person AND business_id = :business AND revision = :revision - 1
                """;
        return database.inTransaction(handle -> handle.createUpdate(statement)
                        .bind("person", tally.person().value())
                        .bind("business", tally.business().value())
                        .bind("revision", tally.revision())
                        .bind("offers", encode(tally.accepted()))
                        .bind("at", newestAtMillis)
                        .execute())
                == 1;
    }

    void forget(long untilMillis) {
        database.inTransaction(handle -> handle.execute("DELETE FROM offer_tally WHERE newest_at <= ?", untilMillis));
    }

    private static byte[] encode(List<Accepted> accepted) {
        ByteBuffer bytes = ByteBuffer.allocate(ENTRY * accepted.size());
        accepted.forEach(one -> bytes.put(one.submit().toBytes()).putLong(one.atMillis()));
        return bytes.array();
    }

    private static List<Accepted> decode(byte[] bytes, long after) {
        List<Accepted> accepted = new ArrayList<>(bytes.length / ENTRY);
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (all.remaining() >= ENTRY) {
            byte[] submit = new byte[SubmitId.BYTES];
            all.get(submit);
            long at = all.getLong();
            if (at > after) {
                accepted.add(new Accepted(SubmitId.ofBytes(submit), at));
            }
        }
        return accepted;
    }
}
