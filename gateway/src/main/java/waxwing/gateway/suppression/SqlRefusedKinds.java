package waxwing.gateway.suppression;

import java.time.Instant;
import org.jdbi.v3.core.Handle;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// Kinds of message that people did not let through, as far as the business's own messages have shown. Within the
/// caller's transaction.
public final class SqlRefusedKinds {
    private SqlRefusedKinds() {}

    /// A message was suppressed for what the person chose.
    ///
    /// @return whether that is new
    public static boolean refused(Handle handle, PhoneNumber number, MessageKind kind, Instant at) {
        boolean known = handle.createQuery(
                        "SELECT since_ms FROM refused_kind WHERE phone_number = :number AND kind = :kind")
                .bind("number", number.e164())
                .bind("kind", kind.name())
                .mapTo(Long.class)
                .findOne()
                .isPresent();
        if (!known) {
            handle.createUpdate("INSERT INTO refused_kind (phone_number, kind, since_ms) VALUES (:number, :kind, :at)")
                    .bind("number", number.e164())
                    .bind("kind", kind.name())
                    .bind("at", at.toEpochMilli())
                    .execute();
        }
        return !known;
    }

    /// A message reached the person.
    ///
    /// @param accepted when the gateway accepted it: one from before they refused says nothing
    /// @return whether its kind was refused before
    public static boolean reached(Handle handle, PhoneNumber number, MessageKind kind, Instant accepted) {
        return handle.createUpdate("""
                        DELETE FROM refused_kind
                        WHERE phone_number = :number AND kind = :kind AND since_ms < :accepted
                        """)
                        .bind("number", number.e164())
                        .bind("kind", kind.name())
                        .bind("accepted", accepted.toEpochMilli())
                        .execute()
                > 0;
    }
}
