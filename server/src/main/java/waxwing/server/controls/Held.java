package waxwing.server.controls;

import java.util.List;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;

/// The messages that are held for people.
public interface Held {
    /// A person's settings changed: what they let through now goes on, in order, and what they refuse now
    /// is dropped. Done when it returns.
    void reconsider(AccountId person);

    /// What waits for the person's answer, the oldest first.
    List<Request> requests(AccountId person);

    /// Messages of one kind of one business that wait for an answer.
    ///
    /// @param messages how many, at least one
    record Request(AccountId business, MessageKind kind, int messages, long oldestAtMillis, long newestAtMillis) {}
}
