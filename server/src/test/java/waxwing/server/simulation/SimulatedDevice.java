package waxwing.server.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.relay.v1.Acknowledge;
import waxwing.relay.v1.Acknowledgement;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.ExchangeOptions;
import waxwing.relay.v1.ServerFrame;
import waxwing.server.account.AccountDevice;
import waxwing.server.account.Caller;
import waxwing.server.mailbox.QueueId;

/// One installation of a client: what it keeps survives its crashes, and it acknowledges only what it keeps.
final class SimulatedDevice {
    private static final int MOST_ACKNOWLEDGEMENTS = 256;

    private final World world;
    private final AccountId account;
    private final AccountDevice registered;
    private final Manners manners;

    // What is durable.
    private final Map<AccountId, Courier> couriers = new LinkedHashMap<>();
    private final Map<AccountId, List<AccountDevice>> known = new HashMap<>();
    private final Set<Long> history = new HashSet<>();

    // What a crash forgets.
    private @Nullable Line line;
    private boolean leaving;
    private boolean caughtUp;
    private final List<Received> received = new ArrayList<>();
    private final List<Long> toAcknowledge = new ArrayList<>();

    /// @param pipelines it submits the next message to an account before the answer to the one before
    /// @param slowness it reads once in so many times that it could
    /// @param lateness it acknowledges once in so many times that it could
    /// @param reluctance it connects once in so many times that it could
    record Manners(boolean pipelines, int slowness, int lateness, int reluctance) {}

    /// A frame, and the line that it came on.
    private record Received(Line line, ServerFrame frame) {}

    SimulatedDevice(World world, AccountId account, AccountDevice registered, Manners manners) {
        this.world = world;
        this.account = account;
        this.registered = registered;
        this.manners = manners;
    }

    int number() {
        return registered.registrationId();
    }

    AccountId account() {
        return account;
    }

    AccountDevice registered() {
        return registered;
    }

    QueueId queue() {
        return registered.queue();
    }

    Caller caller() {
        return new Caller(account, registered.id(), AccountType.PERSON, registered.queue());
    }

    boolean isPipelining() {
        return manners.pipelines();
    }

    boolean has(Message message) {
        return history.contains(message.id());
    }

    /// The devices of an account as far as this one knows, itself apart.
    List<AccountDevice> known(AccountId of) {
        return known.getOrDefault(of, List.of()).stream()
                .filter(device -> !device.equals(registered))
                .toList();
    }

    void learn(AccountId of) {
        known.put(of, world.accounts().view(of).devices());
    }

    void write(AccountId to) {
        courier(to).write();
    }

    private Courier courier(AccountId to) {
        return couriers.computeIfAbsent(to, _ -> new Courier(world, this, to));
    }

    // Each of these is a step, and says whether there was something to do.

    boolean pack() {
        return world.chance().any(List.copyOf(couriers.values()), Courier::pack);
    }

    boolean send() {
        Line open = line;
        return open != null
                && !leaving
                && world.chance().any(List.copyOf(couriers.values()), courier -> courier.send(open));
    }

    boolean connect() {
        SimulatedRelay relay = world.relay();
        if (line != null || relay == null) {
            return false;
        }
        Line fresh = new Line(
                world, relay, this, 1 + world.chance().below(world.profile().capacity()));
        relay.connect(fresh);
        fresh.send(ClientFrame.newBuilder()
                .setOptions(ExchangeOptions.getDefaultInstance())
                .build());
        line = fresh;
        return true;
    }

    boolean read() {
        Line open = line;
        if (open == null || !open.hasSomething()) {
            return false;
        }
        Optional<ServerFrame> frame = open.read();
        if (frame.isPresent()) {
            received.add(new Received(open, frame.get()));
        } else {
            forgetLine();
        }
        return true;
    }

    /// Makes all that came durable, in one transaction.
    boolean file() {
        if (received.isEmpty()) {
            return false;
        }
        received.forEach(this::file);
        received.clear();
        return true;
    }

    private void file(Received one) {
        boolean current = one.line() == line;
        ServerFrame frame = one.frame();
        switch (frame.getFrameCase()) {
            case DELIVERY -> {
                Message message = world.message(frame.getDelivery().getEnvelope());
                if (history.add(message.id())) {
                    world.ledger().shown(message, this);
                }
                if (current) {
                    toAcknowledge.add(frame.getDelivery().getSequence());
                }
            }
            case SUBMIT_RESULT -> couriers.values().forEach(courier -> courier.settle(frame.getSubmitResult()));
            case QUEUE_EMPTY -> caughtUp |= current;
            case FRAME_NOT_SET -> world.unless(false, "an empty frame came");
        }
    }

    boolean acknowledge() {
        Line open = line;
        if (open == null || leaving || toAcknowledge.isEmpty()) {
            return false;
        }
        int count = Math.min(MOST_ACKNOWLEDGEMENTS, toAcknowledge.size());
        if (world.isStormy()) {
            count = 1 + world.chance().below(count);
        }
        // From the end one time in four: what came later may be acknowledged first.
        boolean late = world.isStormy() && world.chance().oneIn(4);
        int from = late ? toAcknowledge.size() - count : 0;
        List<Long> sequences = toAcknowledge.subList(from, from + count);
        Acknowledge.Builder acknowledge = Acknowledge.newBuilder();
        sequences.forEach(sequence -> acknowledge.addAcknowledgements(
                Acknowledgement.newBuilder().setSequence(sequence).setFate(Acknowledgement.Fate.STORED)));
        open.send(ClientFrame.newBuilder().setAcknowledge(acknowledge).build());
        sequences.clear();
        return true;
    }

    // Accidents.

    /// Only what is durable is left.
    boolean crash() {
        received.clear();
        return abandon();
    }

    /// Hangs up without a word.
    boolean abandon() {
        Line open = line;
        if (open != null) {
            open.abandon();
            forgetLine();
        }
        return open != null;
    }

    /// Hangs up in good order: reads on until the relay has answered everything.
    boolean leave() {
        Line open = line;
        if (open == null || leaving) {
            return false;
        }
        open.sendNoMore();
        leaving = true;
        return true;
    }

    boolean cutLine() {
        Line open = line;
        if (open != null) {
            open.cut();
        }
        return open != null;
    }

    private void forgetLine() {
        line = null;
        leaving = false;
        caughtUp = false;
        toAcknowledge.clear();
        couriers.values().forEach(Courier::lineLost);
    }

    boolean mayRead() {
        return world.chance().oneIn(manners.slowness());
    }

    boolean mayAcknowledge() {
        return world.chance().oneIn(manners.lateness());
    }

    boolean mayConnect() {
        return world.chance().oneIn(manners.reluctance());
    }

    boolean isSettled() {
        Line open = line;
        return open != null
                && open.isQuiet()
                && caughtUp
                && received.isEmpty()
                && toAcknowledge.isEmpty()
                && couriers.values().stream().allMatch(Courier::isIdle);
    }

    int load() {
        return couriers.values().stream().mapToInt(Courier::load).sum();
    }

    @Override
    public String toString() {
        return "device " + number() + " (connected: " + (line != null) + ", caught up: " + caughtUp + ", to carry: "
                + load() + ", to file: " + received.size() + ", to acknowledge: " + toAcknowledge.size() + ")";
    }
}
