package waxwing.server.business;

import java.util.List;
import java.util.Optional;
import waxwing.model.AccountId;

/// Where businesses are kept.
interface BusinessStore {
    Optional<Business> find(AccountId account);

    /// Oldest first.
    List<Business> list();

    /// Inserts it, or replaces what is there.
    void put(Business business);
}
