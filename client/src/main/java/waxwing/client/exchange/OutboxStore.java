package waxwing.client.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waxwing.client.messages.Backlog;
import waxwing.client.people.Contact;
import waxwing.client.people.Contact.ContactId;
import waxwing.content.v1.Body;
import waxwing.content.v1.MessageStatuses;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.MessageId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.Submit;

/// What is on its way, durably. Every call joins the caller's transaction.
interface OutboxStore {
    /// Queues a message of the history.
    void queueMessage(Contact to, MessageId id, Optional<MessageKind> label, Instant madeAt);

    void queueControl(Contact to, MessageId id, Body control, Optional<MessageKind> label, Instant madeAt);

    /// The contact, and what waits for it.
    Waiting waitingFor(ContactId contact, Instant now);

    /// The oldest for a contact that isn't accepted yet.
    Optional<Outgoing> next(ContactId contact);

    /// As [#next], passing over control content.
    Optional<Outgoing> nextMessage(ContactId contact);

    /// Keeps the submit that was built, so that exactly it is repeated.
    void submitted(Outgoing outgoing, AccountId to, Submit submit, Instant now);

    /// The submit is void; the next attempt builds another.
    ///
    /// @return false if it was not outstanding any more
    boolean voidSubmit(MessageId message, SubmitId submit);

    /// Whether the submit is the one that its message waits for.
    boolean isOutstanding(MessageId message, SubmitId submit);

    /// The relay has a submit. A message leaves the outbox; control content is kept for a repair.
    ///
    /// @return false if the submit was not outstanding any more, and nothing happened
    boolean accepted(Outgoing outgoing, SubmitId submit, Instant now);

    void drop(Outgoing outgoing);

    /// Drops a message of which no submit was made: the relay may have any that was, whatever became of its answer.
    ///
    /// @return whether there was such a one
    boolean withdraw(MessageId message);

    /// Which message a submit to that account carried.
    Optional<MessageId> carriedBy(SubmitId submit, AccountId to);

    /// How many submits have carried a message.
    int submitsOf(MessageId message);

    /// Puts accepted control content back on its way.
    ///
    /// @return false if there is none with this id
    boolean reviveControl(MessageId message);

    boolean isOnItsWay(MessageId message);

    /// Everybody for whom something waits, receipts and requests to repair included.
    List<ContactId> waiting();

    /// What waits of messages, control content not counted.
    Backlog backlog();

    void queueReceipt(Contact to, MessageId message, MessageStatuses.Status status);

    /// Takes receipts of one status away, to be told together.
    Optional<MessageStatuses> takeReceipts(ContactId contact, int max);

    /// Forgets control content that nobody can ask for any more.
    void purge(Instant olderThan);

    /// @param devices that a message to the contact has to be encrypted for
    /// @param addressedAt when the relay last confirmed that the contact's number is its account
    /// @param toBeAsked whether something has yet to be asked for of the contact's devices
    /// @param receipts whether there are receipts to be told
    /// @param oldest as [#next]
    record Waiting(
            Contact contact,
            List<DeviceId> devices,
            Instant addressedAt,
            boolean toBeAsked,
            boolean receipts,
            Optional<Outgoing> oldest) {}
}
