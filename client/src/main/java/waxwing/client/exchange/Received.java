package waxwing.client.exchange;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waxwing.client.people.Contact.ContactId;
import waxwing.relay.v1.Acknowledgement.Fate;

/// What came of one entry of the queue, once it is durable.
///
/// @param toCarry contacts for whom something was queued: receipts, repairs, messages to send again
/// @param keys whether a session was opened with this device's prekeys
record Received(Fate fate, List<ContactId> toCarry, Keys keys) {
    enum Keys {
        USED,
        UNTOUCHED
    }

    static Received of(Fate fate) {
        return new Received(fate, List.of(), Keys.UNTOUCHED);
    }

    static Received of(Fate fate, Optional<ContactId> toCarry) {
        return new Received(fate, toCarry.map(List::of).orElse(List.of()), Keys.UNTOUCHED);
    }

    Received alsoCarrying(ContactId contact) {
        return new Received(
                fate,
                Stream.concat(toCarry.stream(), Stream.of(contact)).distinct().toList(),
                keys);
    }

    Received with(Keys used) {
        return new Received(fate, toCarry, used);
    }
}
