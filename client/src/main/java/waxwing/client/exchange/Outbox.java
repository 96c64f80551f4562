package waxwing.client.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import waxwing.client.content.ContentPolicy;
import waxwing.client.content.Violation;
import waxwing.client.exchange.Courier.Desk;
import waxwing.client.exchange.Courier.Outside;
import waxwing.client.messages.Backlog;
import waxwing.client.messages.Changes;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.MessageStore;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.SendRejectedException;
import waxwing.client.messages.SendRejectedException.Reason;
import waxwing.client.messages.StateReason;
import waxwing.client.messages.StoredMessage;
import waxwing.client.messages.StoredMessage.Direction;
import waxwing.client.messages.StoredMessage.Progress;
import waxwing.client.people.Contact;
import waxwing.client.people.Contact.ContactId;
import waxwing.client.people.Contact.Standing;
import waxwing.client.relay.RelayConnection;
import waxwing.model.MessageId;
import waxwing.relay.v1.MessageKind;

/// Messages that leave this end. What [#queue] has returned is durable; a [Courier] for each contact carries it
/// from then on, in this run or a later one.
final class Outbox implements AutoCloseable {
    static final int LONGEST_TEXT = 32 * 1024;

    /// Half of them can be at the relay while a whole group of the other half is written down.
    private static final int IN_FLIGHT = 512;

    private final Own own;
    private final Stores stores;
    private final Desk desk;
    private final Changes nudge = new Changes();
    private final ConcurrentHashMap<ContactId, Courier> couriers = new ConcurrentHashMap<>();
    private volatile boolean started;

    Outbox(
            Own own,
            Stores stores,
            GroupCommit commits,
            RelayConnection relay,
            ReceiptSigning signing,
            Changes changes) {
        this.own = own;
        this.stores = stores;
        Packing packing = new Packing(own, stores, signing);
        this.desk = new Desk(
                own,
                commits,
                packing,
                new Settling(own, stores, packing),
                new Introductions(own, stores, packing, signing, relay),
                new Submitting(own, relay),
                new Outside(new Semaphore(IN_FLIGHT), nudge, changes));
    }

    /// Makes a message durable.
    QueuedMessage queue(MessageId id, Recipient to, MessageBody body, Optional<Instant> expires) {
        requireSendable(body);
        QueuedMessage queued = own.profile().database().inTransaction(_ -> {
            Contact contact = contact(to);
            requireOpen(contact);
            return insert(id, contact, body, expires)
                    .or(() -> before(id))
                    .orElseThrow(() -> new IllegalStateException("a message has vanished: " + id));
        });
        wake(queued.to().id());
        return queued;
    }

    /// Takes back what the relay does not have and has not been given: what was given and refused counts as not
    /// given. The lane in which submits are made durable decides which of the two came first.
    ///
    /// @return whether it could
    boolean withdraw(MessageId id) {
        return desk.commits().call(() -> {
            boolean here = stores.messages()
                    .sent(id)
                    .filter(message -> !message.state().hasReached(MessageState.ACCEPTED))
                    .filter(message -> !message.state().isFinal())
                    .isPresent();
            if (!here || !stores.outbox().withdraw(id)) {
                return false;
            }
            stores.move(id, MessageState.FAILED, Optional.of(StateReason.WITHDRAWN), own.now());
            return true;
        });
    }

    Backlog backlog() {
        return stores.outbox().backlog();
    }

    private Optional<QueuedMessage> before(MessageId id) {
        return stores.messages()
                .sent(id)
                .map(message -> new QueuedMessage(id, message.with(), message.state(), message.at()));
    }

    /// @return empty if there is a message with this id already
    private Optional<QueuedMessage> insert(MessageId id, Contact contact, MessageBody body, Optional<Instant> expires) {
        if (body instanceof MessageBody.CardAction action) {
            if (before(id).isPresent()) {
                return Optional.empty();
            }
            requireOffered(contact, action);
        }
        Instant now = own.now();
        Optional<MessageKind> label =
                own.isBusiness() ? Optional.of(MessageKind.valueOf(body.kind().name())) : Optional.empty();
        MessageStore.Insertion insertion = stores.messages()
                .insert(
                        own.account().id(),
                        new StoredMessage(
                                id,
                                contact,
                                Direction.SENT,
                                now,
                                body,
                                own.isBusiness() ? Optional.of(body.kind()) : Optional.empty(),
                                new Progress(MessageState.QUEUED, Optional.empty(), now)),
                        expires);
        if (insertion instanceof MessageStore.Insertion.Duplicate) {
            return Optional.empty();
        }
        stores.outbox().queueMessage(contact, id, label, now);
        if (!own.isBusiness()) {
            stores.strangers().admit(contact);
        }
        return Optional.of(new QueuedMessage(id, contact, MessageState.QUEUED, now));
    }

    private Contact contact(Recipient to) {
        return switch (to) {
            case Recipient.Known(Contact contact) ->
                stores.contacts().byId(contact.id()).orElse(contact);
            case Recipient.ByNumber(var number) -> stores.contacts().add(number, Optional.empty());
        };
    }

    private void requireSendable(MessageBody body) {
        switch (body) {
            case MessageBody.Text(String text, var _) -> requireText(text);
            case MessageBody.CardAction _ -> {
                if (own.isBusiness()) {
                    throw new SendRejectedException(
                            Reason.NOT_OFFERED, "a business has no cards to answer (expected: a card, or text)");
                }
            }
            case MessageBody.ReceiptCard _,
                    MessageBody.ReservationCard _,
                    MessageBody.DeliveryCard _,
                    MessageBody.CodeCard _,
                    MessageBody.OfferCard _ -> {
                if (!own.isBusiness()) {
                    throw new SendRejectedException(
                            Reason.BUSINESS_ONLY, "only a business sends " + body.kind() + " (expected: text)");
                }
            }
        }
    }

    private static void requireText(String text) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size == 0) {
            throw new SendRejectedException(Reason.EMPTY, "the message is empty (expected: some text)");
        }
        if (size > LONGEST_TEXT) {
            throw new SendRejectedException(
                    Reason.TOO_LARGE, "the message has " + size + " bytes (expected: at most " + LONGEST_TEXT + ")");
        }
    }

    /// The card is the newest revision of one that the contact sent, and offers what is asked.
    private void requireOffered(Contact contact, MessageBody.CardAction action) {
        StoredMessage card = stores.messages().cards(contact).stream()
                .filter(shown -> shown.id().equals(action.about()))
                .findFirst()
                .orElseThrow(() -> new SendRejectedException(
                        Reason.NOT_OFFERED,
                        "message " + action.about() + " is not a card of " + contact.displayName()
                                + " (expected: the newest revision of one)"));
        List<Violation> violations =
                ContentPolicy.check(action.action(), card.body().toContent());
        if (!violations.isEmpty()) {
            Violation first = violations.getFirst();
            throw new SendRejectedException(Reason.NOT_OFFERED, first.param() + " " + first.message());
        }
    }

    private void requireOpen(Contact contact) {
        if (contact.standing() == Standing.BLOCKED) {
            throw new SendRejectedException(
                    Reason.BLOCKED_BY_YOU,
                    "you have blocked " + contact.displayName() + " (unblock first, then send again)");
        }
        if (contact.number().filter(own.account().number()::equals).isPresent()) {
            throw new SendRejectedException(Reason.OWN_NUMBER, "that is your own number (expected: somebody else's)");
        }
    }

    /// From now on couriers run; everything that waited is taken up.
    void start() {
        started = true;
        nudge.ring();
        desk.commits().call(() -> stores.outbox().waiting()).forEach(this::wake);
    }

    /// The relay can be reached again: pauses are over.
    void resume() {
        nudge.ring();
    }

    void wake(ContactId contact) {
        if (started) {
            couriers.compute(contact, (_, known) -> {
                Courier courier = known == null ? new Courier(contact, desk, () -> release(contact)) : known;
                courier.call();
                return courier;
            });
        }
    }

    /// Lets a courier go. One that was called meanwhile stays: it is called where it can't be let go.
    private void release(ContactId contact) {
        couriers.computeIfPresent(contact, (_, courier) -> courier.isIdle() ? null : courier);
    }

    /// The courier of a contact, if it has something to carry.
    Optional<Courier> courier(ContactId contact) {
        return Optional.ofNullable(couriers.get(contact));
    }

    /// Nothing is on its way, and nobody waits.
    boolean isIdle() {
        return couriers.values().stream().allMatch(Courier::isIdle);
    }

    @Override
    public void close() {
        desk.submitting().close();
        nudge.ring();
    }
}
