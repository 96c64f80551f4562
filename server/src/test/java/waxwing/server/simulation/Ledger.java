package waxwing.server.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import waxwing.model.AccountId;
import waxwing.relay.v1.Delivery;
import waxwing.relay.v1.DestinationResult;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.SubmitResult;
import waxwing.server.account.AccountDevice;
import waxwing.server.mailbox.Change;
import waxwing.server.mailbox.EntryContent;
import waxwing.server.mailbox.QueueId;
import waxwing.server.simulation.Sending.AcceptedBy;
import waxwing.server.simulation.Sending.SeenAt;

/// What was sent, stored, promised, delivered and shown. Every call checks what it is told against the relay's
/// promises and throws at the first that is broken.
final class Ledger {
    private static final int WINDOW = 256;
    private static final long RETENTION_S = 30 * 24 * 3_600L;

    private final World world;
    private final Map<ByteString, Sending> sendings = new HashMap<>();
    private final Map<SeenAt, ByteString> places = new HashMap<>();
    private final Map<QueueId, Long> lastPut = new HashMap<>();
    private final Set<SeenAt> removed = new HashSet<>();
    /// Removals that a full disk refused; they may come again, at the latest after a restart.
    private final Set<SeenAt> unremoved = new HashSet<>();
    private final Set<SeenAt> acknowledging = new HashSet<>();
    private final Map<SeenAt, Long> acknowledged = new HashMap<>();
    private final Set<QueueId> wiped = new HashSet<>();
    private final Map<ShownTo, Integer> lastShown = new HashMap<>();

    private record ShownTo(SimulatedDevice sender, AccountId to, SimulatedDevice recipient) {}

    Ledger(World world) {
        this.world = world;
    }

    /// A device has made a submit durable.
    void made(Sending sending) {
        sendings.put(sending.id(), sending);
    }

    /// The relay takes up a submit that arrived.
    void taking(ByteString submit) {
        sending(submit).beingTaken++;
    }

    /// Its entries are in their queues by now, if ever.
    void taken(ByteString submit) {
        Sending sending = sending(submit);
        sending.beingTaken--;
        sending.takenAt = world.step();
    }

    private Sending sending(ByteString submit) {
        Sending sending = sendings.get(submit);
        world.unless(sending != null, "something appeared that nobody sent");
        return Objects.requireNonNull(sending);
    }

    /// A change is on the disk.
    void written(Change change) {
        switch (change) {
            case Change.Put put -> put(put);
            case Change.Remove remove -> removed(new SeenAt(remove.queue(), remove.sequence()));
            case Change.Wipe wipe -> {
                world.unless(world.accounts().isRevoked(wipe.queue()), "a living device's queue was wiped");
                wiped.add(wipe.queue());
            }
            case Change.Accepted _, Change.Reserve _, Change.ForgetSubmits _ -> {}
        }
    }

    /// A change did not fit on the disk.
    void notWritten(Change change) {
        if (change instanceof Change.Remove remove) {
            unremoved.add(new SeenAt(remove.queue(), remove.sequence()));
        }
    }

    private static Envelope envelope(Change.Put put) {
        try {
            return Envelope.parseFrom(((EntryContent.Message) put.entry().content()).envelope());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private void put(Change.Put put) {
        Sending sending = sending(envelope(put).getSubmitId());
        seen(sending, new SeenAt(put.queue(), put.sequence()));
        world.unless(
                put.sequence() > lastPut.getOrDefault(put.queue(), 0L),
                "sequence " + put.sequence() + " was put out of order");
        lastPut.put(put.queue(), put.sequence());
        world.unless(
                sending.put.put(put.queue(), put.sequence()) == null, sending + " was stored twice for one device");
        world.unless(!wiped.contains(put.queue()), "something was put into a wiped queue");
        world.unless(!isBlocked(sending, put.queue()), "a blocked " + sending + " was stored");
    }

    private boolean isBlocked(Sending sending, QueueId queue) {
        SimulatedDevice recipient = world.device(queue);
        return world.accounts().isBlocked(sending.message().from().account(), recipient.account());
    }

    /// An entry of a submit appeared at a place of a queue.
    private void seen(Sending sending, SeenAt at) {
        ByteString before = places.putIfAbsent(at, sending.id());
        world.unless(
                before == null || before.equals(sending.id()),
                "sequence " + at.sequence() + " was used twice, now for " + sending);
        world.unless(sending.isFor(at.queue()), sending + " got into a queue that it was not for");
        if (sending.seen.add(at)) {
            AcceptedBy accepted = sending.accepted.get(world.device(at.queue()).account());
            world.unless(
                    accepted == null
                            || accepted.incarnation() != world.incarnation()
                            || accepted.places().contains(at),
                    sending + " was put into a queue again after it had been accepted");
        }
    }

    private void removed(SeenAt at) {
        removed.add(at);
        world.unless(
                world.accounts().isRevoked(at.queue()) || isStoredByDevice(at) || isExpired(at),
                "sequence " + at.sequence() + " was removed before its device had it");
    }

    private boolean isStoredByDevice(SeenAt at) {
        return world.device(at.queue())
                .has(sending(Objects.requireNonNull(places.get(at))).message());
    }

    private boolean isExpired(SeenAt at) {
        return world.store().entries(at.queue()).stream()
                .filter(entry -> entry.sequence() == at.sequence())
                .allMatch(entry ->
                        entry.entry().expiresAtMillis() <= world.clock().millis());
    }

    /// A crash undid a removal that was not synced.
    void removalUndone(QueueId queue, long sequence) {
        removed.remove(new SeenAt(queue, sequence));
    }

    /// The relay took an acknowledgement of something that it had sent on the same stream.
    /// An acknowledgement came to the relay, which takes it when it has taken what came before.
    void acknowledging(QueueId queue, long sequence) {
        acknowledging.add(new SeenAt(queue, sequence));
    }

    /// The relay has taken it.
    void acknowledged(QueueId queue, long sequence) {
        acknowledged.put(new SeenAt(queue, sequence), world.incarnation());
    }

    boolean isAcknowledged(QueueId queue, long sequence) {
        SeenAt at = new SeenAt(queue, sequence);
        return removed.contains(at) || acknowledged.getOrDefault(at, 0L) == world.incarnation();
    }

    /// The relay hands a result to a device's line.
    void answered(SubmitResult result) {
        Sending sending = sending(result.getSubmitId());
        for (DestinationResult one : result.getResults().getResultsList()) {
            if (one.hasAccepted()) {
                accepted(
                        sending,
                        AccountId.ofBytes(one.getAccountId().toByteArray()),
                        one.getAccepted().getAcceptedAtMs());
            }
        }
    }

    private void accepted(Sending sending, AccountId account, long atMillis) {
        for (AccountDevice device : sending.devices(account)) {
            QueueId queue = device.queue();
            if (world.accounts().isRevoked(queue) || isBlocked(sending, queue)) {
                continue;
            }
            boolean kept = sending.put.containsKey(queue) || world.device(queue).has(sending.message());
            world.unless(
                    kept || isOver(sending.message(), atMillis),
                    sending + " was accepted, but device " + queue.value() + " has it neither stored nor waiting");
            sending.message().promised().add(queue);
        }
        sending.accepted.put(account, new AcceptedBy(world.incarnation(), Set.copyOf(sending.seen)));
    }

    private boolean isOver(Message message, long acceptedAtMillis) {
        long lives = message.expiresInS() == 0 ? RETENTION_S : message.expiresInS();
        return acceptedAtMillis + 1_000 * lives <= world.clock().millis();
    }

    /// The relay hands a delivery to a device's line.
    void delivered(Line line, Delivery delivery) {
        Envelope envelope = delivery.getEnvelope();
        Sending sending = sending(envelope.getSubmitId());
        QueueId queue = line.device().queue();
        SeenAt at = new SeenAt(queue, delivery.getSequence());
        seen(sending, at);
        world.unless(
                envelope.getCiphertext().equals(sending.ciphertext(line.device().number())),
                sending + " was delivered with another device's ciphertext");
        world.unless(!isBlocked(sending, queue), "a blocked " + sending + " was delivered");
        world.unless(!wiped.contains(queue), sending + " was delivered from a wiped queue");
        world.unless(!isOver(sending.message(), envelope.getAcceptedAtMs()), sending + " was delivered after its time");
        world.unless(line.sent(at.sequence()), "sequence " + at.sequence() + " was delivered out of order, or twice");
        world.unless(line.unacknowledged() <= WINDOW, "more than " + WINDOW + " deliveries are unacknowledged");
        world.unless(!removed.contains(at), sending + " was delivered again after its acknowledgement was durable");
        world.unless(
                acknowledged.getOrDefault(at, 0L) != world.incarnation() || unremoved.contains(at),
                sending + " was delivered again after its acknowledgement was taken");
        world.unless(
                !line.isEmptyTold() || sending.beingTaken > 0 || sending.takenAt >= line.attachedAt(),
                sending + " came after the queue was told empty, and was in it when the stream began");
    }

    /// The relay hands the end of the backlog to a device's line.
    void emptied(Line line) {
        world.unless(!line.isEmptyTold(), "the queue was told empty twice on a stream");
        QueueId queue = line.device().queue();
        for (long sequence : line.backlog()) {
            SeenAt at = new SeenAt(queue, sequence);
            world.unless(
                    isAcknowledged(queue, sequence) || acknowledging.contains(at) || isExpired(at),
                    "the queue was told empty before sequence " + sequence + " was acknowledged");
        }
    }

    /// A device has made a message durable that it had not before.
    void shown(Message message, SimulatedDevice recipient) {
        ShownTo pair = new ShownTo(message.from(), message.to(), recipient);
        int before = lastShown.getOrDefault(pair, -1);
        world.unless(
                message.number() > before || message.from().isPipelining(),
                message + " was shown after number " + before + " by device " + recipient.number());
        lastShown.put(pair, message.number());
    }

    /// Everything has come to rest.
    void settled(List<SimulatedDevice> living) {
        for (Sending sending : sendings.values()) {
            for (SimulatedDevice device : living) {
                Message message = sending.message();
                world.unless(
                        !message.promised().contains(device.queue()) || message.expiresInS() > 0 || device.has(message),
                        message + " was accepted and never shown by device " + device.number());
            }
        }
        for (SimulatedDevice device : living) {
            world.unless(
                    world.store().entries(device.queue()).isEmpty(), "device " + device.number() + " has mail left");
        }
    }
}
