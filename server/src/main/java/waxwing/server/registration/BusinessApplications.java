package waxwing.server.registration;

import waxwing.model.AccountId;

/// Where a business that registers asks to be verified.
public interface BusinessApplications {
    /// Notes the name under which it wants to be verified. Joins the transaction that runs on its thread. An
    /// account that goes on under the name it has keeps its standing.
    void registered(AccountId account, String name);

    /// Is called when the transaction of [#registered] has committed.
    void committed(AccountId account);

    /// The name that the operator has verified, empty if there is none. As the transaction that runs on this thread
    /// sees it.
    String verifiedNameOf(AccountId account);
}
