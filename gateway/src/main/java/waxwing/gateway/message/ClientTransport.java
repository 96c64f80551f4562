package waxwing.gateway.message;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import waxwing.client.Client;
import waxwing.client.business.DescriptionChange;
import waxwing.client.content.VerifiedDomains;
import waxwing.client.messages.Backlog;
import waxwing.client.messages.Changes;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.Recipient;
import waxwing.client.registration.BusinessProfile;
import waxwing.model.AccountId;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;

/// The client library with its relay. It is closed with this.
public record ClientTransport(Client client) implements Transport {
    @Override
    public AccountId id() {
        return client.account().id();
    }

    @Override
    public PhoneNumber number() {
        return client.account().number();
    }

    @Override
    public Optional<String> name() {
        return client.account().name();
    }

    @Override
    public Optional<RelayLink> relay() {
        return Optional.of(client.account().relay());
    }

    @Override
    public BusinessProfile profile() {
        return client.business();
    }

    @Override
    public Changes standingChanges() {
        return client.standingChanges();
    }

    @Override
    public VerifiedDomains domains() {
        return client.businessIdentity().domains();
    }

    @Override
    public VerifiedDomains askDomains() {
        return client.businessIdentity().askDomains();
    }

    @Override
    public DescriptionChange.Outcome describe(DescriptionChange change) {
        return client.businessIdentity().describe(change);
    }

    @Override
    public void connect() {
        client.connect();
    }

    @Override
    public boolean connected() {
        return client.connected();
    }

    @Override
    public <T> T together(Supplier<T> work) {
        return client.together(work);
    }

    @Override
    public void prepare(MessageId id, MessageBody body) {
        client.prepare(id, body);
    }

    @Override
    public void send(MessageId id, PhoneNumber to, MessageBody body, Instant expires) {
        client.send(id, new Recipient.ByNumber(to), body, expires);
    }

    @Override
    public boolean has(MessageId id) {
        return client.history().sent(id).isPresent();
    }

    @Override
    public boolean withdraw(MessageId id) {
        return client.withdraw(id);
    }

    @Override
    public Backlog backlog() {
        return client.backlog();
    }

    @Override
    public List<Event> awaitAfter(long cursor, int max, Duration wait) throws InterruptedException {
        return client.events().awaitAfter(cursor, max, wait);
    }

    @Override
    public Map<MessageId, Instant> forget(Collection<MessageId> ids, Instant time) {
        return client.forget(ids, time);
    }

    @Override
    public void forgetOld(long cursor, Instant time) {
        client.forgetOld(cursor, time);
    }

    @Override
    public void close() {
        client.close();
    }
}
