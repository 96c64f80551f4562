package waxwing.client;

import java.time.Duration;
import java.util.Optional;
import waxwing.client.messages.Events;
import waxwing.client.messages.History;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.SendOutcome;
import waxwing.client.people.Blocks;
import waxwing.client.people.Businesses;
import waxwing.client.people.Contacts;
import waxwing.client.people.Identities;
import waxwing.client.profile.Profile;
import waxwing.client.relay.RelayFailureException;
import waxwing.model.MessageId;

/// One registered end: everything a person's program or a business's gateway does with its account.
///
/// Thread-safe. Methods block and are meant for virtual threads. Nothing touches the network before [#connect],
/// [#drain], or a method that says that it asks the relay.
@SuppressWarnings("DoNotCallSuggester") // The signatures; their bodies follow.
public final class Client implements AutoCloseable {
    private Client() {}

    /// Opens the account of a profile. The caller keeps the profile and closes it after the client.
    ///
    /// @throws NotRegisteredException if the profile has none
    public static Client open(Profile profile) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Account account() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// From now on, until [#close], keeps a stream to the relay open, coming back with growing, jittered pauses,
    /// and
    /// sends what is queued. Returns at once.
    public void connect() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// The stream is open and the relay has greeted it.
    public boolean connected() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Why there is no connection at the moment, if one was wanted and the last attempt failed.
    public Optional<RelayFailureException> lastFailure() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// A fresh id for [#send(MessageId, Recipient, MessageBody)].
    public MessageId newMessageId() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// As [#send(MessageId, Recipient, MessageBody)] with a fresh id.
    public QueuedMessage send(Recipient to, MessageBody body) {
        return send(newMessageId(), to, body);
    }

    /// Makes a message durable and queues it; it goes out by itself while connected, now or in a later run.
    ///
    /// Within a transaction of the profile's database it is part of that transaction. A second call with the
    /// same id
    /// changes nothing and returns how far the first one is.
    ///
    /// @throws waxwing.client.messages.SendRejectedException if this end itself refuses it
    public QueuedMessage send(MessageId id, Recipient to, MessageBody body) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Waits until a message has reached a state, or can't, or the time is over. Needs [#connect].
    public SendOutcome await(MessageId id, MessageState atLeast, Duration timeout) throws InterruptedException {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Connects if need be, receives all that waits at the relay, and sends all that is queued.
    public DrainOutcome drain(Duration timeout) throws InterruptedException {
        throw new UnsupportedOperationException("not built yet");
    }

    public Events events() {
        throw new UnsupportedOperationException("not built yet");
    }

    public Contacts contacts() {
        throw new UnsupportedOperationException("not built yet");
    }

    public History history() {
        throw new UnsupportedOperationException("not built yet");
    }

    public Businesses businesses() {
        throw new UnsupportedOperationException("not built yet");
    }

    public Blocks blocks() {
        throw new UnsupportedOperationException("not built yet");
    }

    public Identities identities() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Ends the stream; queued messages stay queued.
    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }
}
