package waxwing.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import waxwing.client.business.BusinessIdentity;
import waxwing.client.business.OwnCertificate;
import waxwing.client.exchange.Messaging;
import waxwing.client.messages.Backlog;
import waxwing.client.messages.Changes;
import waxwing.client.messages.Events;
import waxwing.client.messages.History;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.SendOutcome;
import waxwing.client.messages.Strangers;
import waxwing.client.people.Blocks;
import waxwing.client.people.BusinessListings;
import waxwing.client.people.Businesses;
import waxwing.client.people.Contacts;
import waxwing.client.people.Controls;
import waxwing.client.people.Identities;
import waxwing.client.people.RelayedBlocks;
import waxwing.client.people.RelayedBusinesses;
import waxwing.client.people.RelayedGeneralControls;
import waxwing.client.people.SessionIdentities;
import waxwing.client.people.SqlContacts;
import waxwing.client.people.SqlOwnRules;
import waxwing.client.profile.Profile;
import waxwing.client.registration.Account;
import waxwing.client.registration.AccountStore;
import waxwing.client.registration.BusinessProfile;
import waxwing.client.registration.SqlAccountStore;
import waxwing.client.relay.DeviceCredentials;
import waxwing.client.relay.RelayConnection;
import waxwing.client.relay.RelayFailureException;
import waxwing.client.relay.RelayTrust;
import waxwing.client.report.Reports;
import waxwing.model.DeviceAddress;
import waxwing.model.MessageId;

/// One registered end: everything a person's program or a business's gateway does with its account.
///
/// Thread-safe. Methods block and are meant for virtual threads. Nothing touches the network before [#connect],
/// [#drain], or a method that says that it asks the relay.
public final class Client implements AutoCloseable {
    private final Profile profile;
    private final Account account;
    private final RelayConnection relay;
    private final Messaging messaging;
    private final Contacts contacts;
    private final Businesses businesses;
    private final Blocks blocks;
    private final Controls controls;
    private final Identities identities;
    private final BusinessListings businessListings;
    private final BusinessIdentity businessIdentity;
    private final String relayFingerprint;

    private Client(Profile profile, AccountStore accounts) {
        AccountStore.Stored stored = accounts.load().orElseThrow(NotRegisteredException::new);
        this.profile = profile;
        this.account = stored.account();
        this.relay = RelayConnection.authenticated(
                account.relay(),
                new DeviceCredentials(new DeviceAddress(account.id(), account.device()), stored.deviceSecret()));
        this.relayFingerprint = RelayTrust.fingerprint(stored.relayKey());
        SqlContacts people = new SqlContacts(profile.database());
        this.contacts = people;
        SqlOwnRules rules = new SqlOwnRules(profile.database());
        this.controls = new RelayedGeneralControls(relay, people, rules, stored.relayKey(), profile.environment());
        OwnCertificate certificate = new OwnCertificate(accounts, relay, account.id(), stored.relayKey());
        this.messaging =
                new Messaging(profile, stored, people, certificate, new Messaging.Rules(rules, controls), relay);
        this.businessListings = new BusinessListings(relay, stored.relayKey(), profile);
        this.businessIdentity = new BusinessIdentity(relay, certificate);
        this.businesses = new RelayedBusinesses(relay, people, profile.environment());
        this.blocks = new RelayedBlocks(relay, people, profile.environment());
        this.identities = new SessionIdentities(account.id(), profile, people, messaging::wakeAll);
    }

    /// Opens the account of a profile. The caller keeps the profile and closes it after the client.
    ///
    /// @throws NotRegisteredException if the profile has none
    public static Client open(Profile profile) {
        return new Client(
                profile,
                new SqlAccountStore(profile.database(), profile.environment().clock()));
    }

    public Account account() {
        return account;
    }

    /// The SHA-256 of the key by which the account's relay signs, in 64 hexadecimal digits, as links pin
    /// it.
    public String relayFingerprint() {
        return relayFingerprint;
    }

    /// From now on, until [#close], keeps a stream to the relay open, coming back with growing, jittered
    /// pauses, and sends what is queued. Returns at once; a second call does nothing.
    public void connect() {
        messaging.connect();
    }

    /// As [#connect], and waits until that has succeeded or failed for the first time, or the time is over.
    ///
    /// @return whether the relay has greeted this end
    public boolean connect(Duration timeout) throws InterruptedException {
        messaging.connect();
        return messaging.awaitGreeting(timeout);
    }

    /// The stream is open and the relay has greeted it.
    public boolean connected() {
        return messaging.connected();
    }

    /// Why there is no connection at the moment, if one was wanted and the last attempt failed.
    public Optional<RelayFailureException> lastFailure() {
        return messaging.lastFailure();
    }

    /// A fresh id for [#send(MessageId, Recipient, MessageBody)].
    public MessageId newMessageId() {
        return messaging.newMessageId();
    }

    /// As [#send(MessageId, Recipient, MessageBody)] with a fresh id.
    public QueuedMessage send(Recipient to, MessageBody body) {
        return send(newMessageId(), to, body);
    }

    /// Computes what can be known of a message before it is sent, so that it goes out sooner; for one who sends many.
    public void prepare(MessageId id, MessageBody body) {
        messaging.prepare(id, body);
    }

    /// Makes a message durable and queues it; it goes out by itself while connected, now or in a later run.
    ///
    /// Within [#together] it is part of that transaction. A second call with the
    /// same id changes nothing and returns how far the first one is.
    ///
    /// @throws waxwing.client.messages.SendRejectedException if this end itself refuses it
    public QueuedMessage send(MessageId id, Recipient to, MessageBody body) {
        return messaging.send(id, to, body, Optional.empty());
    }

    /// As [#send(MessageId, Recipient, MessageBody)], for a message that is worth nothing later: from `expires`
    /// on this end does not send it, and the relay does not deliver it. A message that is then still here fails
    /// with [waxwing.client.messages.StateReason#EXPIRED].
    ///
    /// @param expires by this end's clock, to the second; more than 30 days away, it changes nothing
    public QueuedMessage send(MessageId id, Recipient to, MessageBody body, Instant expires) {
        return messaging.send(id, to, body, Optional.of(expires));
    }

    /// Takes a message back of which the relay has been given nothing: it fails with
    /// [waxwing.client.messages.StateReason#WITHDRAWN] and is never sent.
    ///
    /// @return false if it may be at the relay, its end is known, or there is no such message
    public boolean withdraw(MessageId id) {
        return messaging.withdraw(id);
    }

    /// What is queued, or on its way, and the relay is not known to have. It is counted anew each time.
    public Backlog backlog() {
        return messaging.backlog();
    }

    /// Forgets own messages and all that is known of them: nothing that comes about them later changes anything,
    /// and another message of the same id is a new one here. Of a business's account only: a person's history is
    /// for ever.
    ///
    /// @param ids at most some hundred, as it is one transaction
    /// @return what is kept all the same, with until when: reservations that can still be changed after `time`
    public Map<MessageId, Instant> forget(Collection<MessageId> ids, Instant time) {
        return messaging.forget(ids, time);
    }

    /// Forgets, in small transactions, events from `time` or before with what people wrote then, and what only the
    /// way of messages needed. What people send again after that long is taken for new; the relay keeps nothing for
    /// longer than 30 days. Of a business's account only. An interrupted thread leaves the rest for another time.
    ///
    /// @param upTo the cursor up to which nobody needs the events any more
    public void forgetOld(long upTo, Instant time) {
        messaging.forgetOld(upTo, time);
    }

    /// Runs the work in one transaction of the profile's database: what it sends is durable together, or not at all if
    /// it throws. It does not wait for anything.
    public <T> T together(Supplier<T> work) {
        return profile.database().inTransaction(_ -> work.get());
    }

    /// Waits until a message has reached a state, or can't, or the time is over. Needs [#connect].
    public SendOutcome await(MessageId id, MessageState atLeast, Duration timeout) throws InterruptedException {
        return messaging.await(id, atLeast, timeout);
    }

    /// Connects if need be, receives all that waits at the relay, and sends all that is queued.
    public DrainOutcome drain(Duration timeout) throws InterruptedException {
        messaging.connect();
        if (messaging.awaitQuiet(timeout)) {
            return new DrainOutcome.Drained();
        }
        return messaging
                .unavailable()
                .<DrainOutcome>map(DrainOutcome.RelayUnavailable::new)
                .orElseGet(DrainOutcome.TimedOut::new);
    }

    public Events events() {
        return messaging.events();
    }

    public Contacts contacts() {
        return contacts;
    }

    public History history() {
        return messaging.history();
    }

    public Reports reports() {
        return messaging.reports();
    }

    public Businesses businesses() {
        return businesses;
    }

    /// Asks the relay how it sees the business that this account is.
    ///
    /// @throws RelayFailureException if there is no answer, or this account is a person's
    public BusinessProfile business() {
        return BusinessProfile.at(relay);
    }

    /// Rings when [#business] may have another answer than before: the relay said so, or this end was not connected.
    public Changes standingChanges() {
        return messaging.standingChanges();
    }

    /// What the relay tells people of businesses. Of a person's account only.
    public BusinessListings businessListings() {
        return businessListings;
    }

    /// What the business that this account is proves and tells of itself.
    public BusinessIdentity businessIdentity() {
        return businessIdentity;
    }

    public Blocks blocks() {
        return blocks;
    }

    public Controls controls() {
        return controls;
    }

    /// People whose messages wait until they are accepted.
    public Strangers strangers() {
        return messaging.strangers();
    }

    public Identities identities() {
        return identities;
    }

    /// Ends the stream; queued messages stay queued.
    @Override
    public void close() {
        messaging.close();
        relay.close();
    }
}
