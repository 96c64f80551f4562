package waxwing.server.simulation;

import java.util.LinkedHashSet;
import java.util.Set;
import waxwing.model.AccountId;
import waxwing.server.mailbox.QueueId;

/// Something that a device wrote, whatever submits carry it.
///
/// @param id names it for its recipients, for ever
/// @param number counts what its device wrote to the same account
/// @param expiresInS 0 for the relay's own retention
/// @param promised the queues for which the relay has accepted it, and which may not lose it
record Message(
        long id,
        SimulatedDevice from,
        AccountId to,
        int number,
        int expiresInS,
        int size,
        boolean copied,
        Set<QueueId> promised) {
    static Message of(long id, SimulatedDevice from, AccountId to, int number, Chance chance) {
        return new Message(
                id,
                from,
                to,
                number,
                chance.oneIn(12) ? 1 + chance.below(120) : 0,
                chance.oneIn(8) ? 2_000 : 20,
                chance.oneIn(4),
                new LinkedHashSet<>());
    }

    @Override
    public String toString() {
        return "message " + id + " (number " + number + " of device " + from.number() + " to " + to.value() + ")";
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }
}
