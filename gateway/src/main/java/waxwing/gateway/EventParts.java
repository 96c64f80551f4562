package waxwing.gateway;

import java.time.InstantSource;
import waxwing.client.profile.Environment;
import waxwing.gateway.contact.Contacts;
import waxwing.gateway.conversation.Windows;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.message.MessageEvents;
import waxwing.gateway.webhook.Webhooks;
import waxwing.gateway.webhook.guard.TargetClient;
import waxwing.gateway.webhook.guard.TargetGuard;
import waxwing.store.Database;

/// What tells the business of things, made and handed its parts.
record EventParts(
        EventLog log,
        Contacts contacts,
        Windows windows,
        Webhooks webhooks,
        MessageEvents messages,
        TargetClient client)
        implements AutoCloseable {

    /// @param guard of the webhooks' targets
    static EventParts open(Database database, Environment environment, TargetGuard guard) {
        return open(database, environment, guard, environment.clock());
    }

    /// @param signing the time of webhooks' signatures
    static EventParts open(Database database, Environment environment, TargetGuard guard, InstantSource signing) {
        var contacts = Contacts.open(database, environment.random());
        var log = new EventLog(database, environment.clock(), environment.random());
        var windows = new Windows(database, log, environment.clock());
        var client = new TargetClient();
        return new EventParts(
                log,
                contacts,
                windows,
                new Webhooks(database, log, guard, client, environment.clock(), environment.random(), signing),
                new MessageEvents(log, contacts, windows, environment.clock()),
                client);
    }

    @Override
    public void close() {
        client.close();
    }
}
