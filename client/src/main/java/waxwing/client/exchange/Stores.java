package waxwing.client.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import waxwing.client.messages.EventLog;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.MessageStore;
import waxwing.client.messages.StateReason;
import waxwing.client.people.Contact;
import waxwing.client.people.ContactStore;
import waxwing.client.report.EvidenceStore;
import waxwing.model.MessageId;

/// What this end keeps, in one hand; all calls join the caller's transaction.
record Stores(
        ContactStore contacts,
        MessageStore messages,
        EventLog events,
        OutboxStore outbox,
        PeerStore peers,
        SqlStrangers strangers,
        EvidenceStore evidence,
        SqlForgetting forgetting) {
    private static final Duration RETENTION = Duration.ofDays(31);
    private static final int AT_ONCE = 500;

    /// Forgets what can't come again or be asked for again: the relay keeps what it has for 30 days.
    void purge(Instant now) {
        forgetTraffic(now);
        outbox.purge(now.minus(RETENTION));
        peers.purge(now.minus(RETENTION));
        evidence.purge(now);
    }

    /// Of what [#purge] forgets, that of which there is some with every message. In small transactions, unless it
    /// joins one; an interrupted thread leaves the rest for another time.
    void forgetTraffic(Instant now) {
        while (!Thread.currentThread().isInterrupted() && forgetting.traffic(now.minus(RETENTION), AT_ONCE) > 0) {
            // There may be more.
        }
    }

    /// Moves an own message forward and logs it; the way to the relay itself is no event.
    void move(MessageId id, MessageState next, Optional<StateReason> reason, Instant now) {
        messages.move(id, next, reason, now)
                .filter(_ -> next != MessageState.SENDING)
                .ifPresent(events::moved);
    }

    /// The contact shows another identity than before. A person is told once, and nothing is sent until they have
    /// decided; a business's operator is told, and the business goes on.
    void identityChanged(Contact contact, Own own) {
        if (own.isBusiness() || contacts.markIdentity(contact, true)) {
            events.identityChanged(contact, own.now());
        }
    }
}
