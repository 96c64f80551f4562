package waxwing.server.simulation;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waxwing.model.AccountId;
import waxwing.model.SubmitId;
import waxwing.model.Uuids;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.DestinationResult;
import waxwing.relay.v1.SubmitResult;
import waxwing.server.account.AccountDevice;

/// What a device has to carry to one account: one message after the other, each under a submit that is durable
/// before it leaves and is repeated as it is until it is answered.
final class Courier {
    private static final int PIPELINED = 40;

    private final World world;
    private final SimulatedDevice device;
    private final AccountId to;
    private final ArrayDeque<Message> waiting = new ArrayDeque<>();
    private final Map<ByteString, Sending> underway = new LinkedHashMap<>();
    private int written;

    // What a crash forgets.
    private final Set<ByteString> onTheLine = new HashSet<>();
    private long restsUntil;

    Courier(World world, SimulatedDevice device, AccountId to) {
        this.world = world;
        this.device = device;
        this.to = to;
    }

    void write() {
        waiting.add(world.newMessage(device, to, written++));
    }

    /// Makes the next submit.
    ///
    /// @return whether there was something to do
    boolean pack() {
        boolean room = underway.size() < (device.isPipelining() ? PIPELINED : 1);
        if (!room || waiting.isEmpty()) {
            return false;
        }
        Message message = waiting.removeFirst();
        List<AccountId> destinations = message.copied() ? List.of(to, device.account()) : List.of(to);
        make(message, destinations);
        return true;
    }

    private void make(Message message, List<AccountId> destinations) {
        Map<AccountId, List<AccountDevice>> devices = new LinkedHashMap<>();
        for (AccountId account : destinations) {
            devices.put(account, device.known(account));
        }
        SubmitId id = new SubmitId(Uuids.version7(world.clock(), world.chance().random()));
        Sending sending = new Sending(ByteString.copyFrom(id.toBytes()), message, devices);
        underway.put(sending.id(), sending);
        world.ledger().made(sending);
    }

    /// @return whether there was something to do
    boolean send(Line line) {
        if (world.clock().millis() < restsUntil) {
            return false;
        }
        for (Sending sending : underway.values()) {
            if (onTheLine.add(sending.id())) {
                ClientFrame frame =
                        ClientFrame.newBuilder().setSubmit(sending.submit()).build();
                line.send(frame);
                if (world.isStormy() && world.chance().oneIn(20)) {
                    line.send(frame);
                }
                return true;
            }
        }
        return false;
    }

    /// Everything that was on the line is to be repeated on the next.
    void lineLost() {
        onTheLine.clear();
        restsUntil = 0;
    }

    /// The relay's answer becomes durable.
    void settle(SubmitResult result) {
        Sending sending = underway.get(result.getSubmitId());
        if (sending == null) {
            return;
        }
        switch (result.getOutcomeCase()) {
            case RESULTS -> {
                underway.remove(sending.id());
                again(sending, result.getResults().getResultsList());
            }
            case RATE_LIMITED -> {
                onTheLine.remove(sending.id());
                restsUntil = world.clock().millis() + result.getRateLimited().getRetryAfterMs();
            }
            case NOT_PERMITTED -> {
                underway.remove(sending.id());
                make(
                        sending.message(),
                        sending.submit().getDestinationsList().stream()
                                .map(one -> AccountId.ofBytes(one.getAccountId().toByteArray()))
                                .toList());
            }
            case TOO_LARGE, INVALID, OUTCOME_NOT_SET -> world.unless(false, sending + " was answered " + result);
        }
    }

    /// What went to the wrong devices goes again to the right ones; what found no room has failed.
    private void again(Sending sending, List<DestinationResult> results) {
        List<AccountId> mismatched = new ArrayList<>();
        for (DestinationResult one : results) {
            AccountId account = AccountId.ofBytes(one.getAccountId().toByteArray());
            if (one.hasMismatchedDevices()) {
                device.learn(account);
                mismatched.add(account);
            } else {
                world.unless(one.hasAccepted() || one.hasMailboxFull(), sending + " was answered " + one);
            }
        }
        if (!mismatched.isEmpty()) {
            make(sending.message(), mismatched);
        }
    }

    boolean isIdle() {
        return waiting.isEmpty() && underway.isEmpty();
    }

    int load() {
        return waiting.size() + underway.size();
    }
}
