package waxwing.gateway.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import waxwing.client.messages.Backlog;
import waxwing.client.messages.Changes;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.model.AccountId;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;

/// What carries the business's messages to people and tells what became of them and what people said: all that
/// the gateway asks of the world outside. Methods block; it is thread-safe.
public interface Transport extends Identity, Forgetting, AutoCloseable {
    /// Who the business is.
    AccountId id();

    PhoneNumber number();

    /// What the business called itself; nobody certified it.
    Optional<String> name();

    /// The relay that it goes through; empty if there is none.
    Optional<RelayLink> relay();

    /// Rings when [#profile] may have another answer than before.
    Changes standingChanges();

    /// From now on until it is closed, carries what it was given. Returns at once.
    void connect();

    /// Whether messages get through at this moment.
    boolean connected();

    /// Runs the work in one transaction: what it sends is durable together, or not at all if it throws.
    <T> T together(Supplier<T> work);

    /// Computes what can be known of a message before it is sent, so that [#send] need not.
    void prepare(MessageId id, MessageBody body);

    /// Takes a message over durably; a second call with the same id changes nothing.
    ///
    /// @param expires from when on it is worth nothing
    /// @throws waxwing.client.messages.SendRejectedException if it can never be sent
    void send(MessageId id, PhoneNumber to, MessageBody body, Instant expires);

    /// Whether it has taken over a message of this id.
    boolean has(MessageId id);

    /// Takes a message back that it has not given to anybody yet.
    ///
    /// @return whether it could
    boolean withdraw(MessageId id);

    /// What it has taken over and not passed on yet.
    Backlog backlog();

    /// At most `max` events behind the cursor, oldest first; 0 is the start. Waits until there is at least one or
    /// the time is over. Whoever asks behind a cursor has kept what is before it.
    List<Event> awaitAfter(long cursor, int max, Duration wait) throws InterruptedException;

    @Override
    void close();
}
