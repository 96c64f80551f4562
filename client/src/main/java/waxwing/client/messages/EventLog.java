package waxwing.client.messages;

import java.time.Instant;
import waxwing.client.people.Contact;

/// The log of events as the outbox and the inbox write it. Every call joins the caller's transaction.
public interface EventLog extends Events {
    void received(Contact from, long row, Instant at);

    void moved(MessageStore.Moved moved);

    void identityChanged(Contact contact, Instant at);
}
