package waxwing.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import waxwing.model.AccountId;
import waxwing.relay.v1.BusinessLimits;

/// What the operator sees of businesses and decides about them.
public interface BusinessDesk {
    /// Whether a business's messages are delivered.
    enum Standing {
        PENDING,
        VERIFIED,
        SUSPENDED
    }

    /// @param suspensionReason empty unless it is suspended
    record Entry(
            AccountId account,
            String name,
            Standing standing,
            Instant registeredAt,
            String suspensionReason,
            BusinessLimits limits) {}

    /// All of them, the newest last.
    List<Entry> list();

    /// From now on its certificate carries the name, and its messages are delivered. Empty if there is no such
    /// business.
    Optional<Entry> approve(AccountId account);

    Optional<Entry> suspend(AccountId account, String reason);

    /// Gives it a tier, from 1 to 5; empty leaves it as it is.
    Optional<Entry> limit(AccountId account, OptionalInt tier);

    /// Gives a tier that the operator set back to the published rules.
    Optional<Entry> limitByRules(AccountId account);
}
