package waxwing.server.delivery;

import java.util.List;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.relay.v1.Label;
import waxwing.server.account.AccountDevice;
import waxwing.server.account.AccountView;
import waxwing.server.controls.Verdict;

/// What stands between a sender's submit and a recipient's mailbox. One for each submit.
public interface Gate {
    /// Whether the sender must not learn if the recipient exists, and so whether its mailbox is full.
    boolean hidesRecipient();

    /// Whether it is known, from memory, that there is no such account. Only of a gate that hides; what
    /// isn't known to be a decoy's id is looked up.
    default boolean isDecoy(AccountId recipient) {
        return false;
    }

    /// The devices that the sender has to address instead of an account's own, which nothing reaches;
    /// empty for the account's own.
    default Optional<List<AccountDevice>> otherDevices(AccountId recipient) {
        return Optional.empty();
    }

    /// The devices that the sender has to address under an account id that is none. Only of a gate that hides.
    List<AccountDevice> decoyDevices(AccountId recipient);

    /// Decided anew for each submit, from memory.
    ///
    /// @param account empty if there is no such account
    Verdict decide(AccountId recipient, Optional<AccountView> account, long nowMillis);

    /// What the message says in the open that it is; empty for a person's.
    Optional<Label> label();

    /// The message was accepted for somebody, whether or not they exist, for the first time and not as one that is
    /// submitted again under its id.
    default void counted(Verdict verdict) {}

    /// Of what [#decide] let through nothing came, or it is a message that was accepted before.
    ///
    /// @param decidedAtMillis as [#decide] was given it
    default void notCounted(AccountId recipient, Verdict verdict, long decidedAtMillis) {}

    /// The message was accepted for a recipient who exists, and this became of it.
    void accepted(AccountView recipient, Verdict verdict, long atMillis);
}
