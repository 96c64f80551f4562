package waxwing.server.registration;

import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.server.credentials.VerifiedBusiness;

/// Where a business that registers asks to be verified.
public interface BusinessApplications {
    /// Notes the name under which it wants to be verified. Joins the transaction that runs on its thread. An
    /// account that goes on under the name it has keeps its standing.
    void registered(AccountId account, String name);

    /// Is called when the transaction of [#registered] has committed.
    void committed(AccountId account);

    /// What the operator has verified, empty if nothing. As the transaction that runs on this thread sees
    /// it.
    Optional<VerifiedBusiness> verified(AccountId account);
}
