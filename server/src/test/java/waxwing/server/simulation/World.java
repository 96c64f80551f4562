package waxwing.server.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.relay.v1.Envelope;
import waxwing.server.MutableClock;
import waxwing.server.mailbox.QueueId;

/// One run: a storm of random steps, then a calm in which nothing goes wrong any more and everything has to arrive.
final class World {
    private static final int DEEPEST = 2;
    private static final int MOST_DEVICES = 8;

    private final Chance chance;
    private final Trace trace;
    private final Profile profile;
    private final MutableClock clock = new MutableClock();
    private final SimulatedAccounts accounts = new SimulatedAccounts();
    private final SimulatedStore store = new SimulatedStore(this);
    private final Ledger ledger = new Ledger(this);
    private final Map<QueueId, SimulatedDevice> everyDevice = new HashMap<>();
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private @Nullable SimulatedRelay relay;
    private @Nullable BrokenPromiseException broken;
    private long incarnation;
    private boolean stormy = true;
    private int depth;
    private long steps;

    World(long seed, Trace trace) {
        this.chance = new Chance(seed);
        this.trace = trace;
        this.profile = Profile.of(chance);
    }

    /// @throws BrokenPromiseException if the relay did not keep what it promises
    void run() {
        populate();
        startRelay();
        flood();
        for (int i = 0; i < profile.steps(); i++) {
            happen(chance.of(profile.table()));
        }
        stormy = false;
        store.full(false);
        new Calm(this).settle();
        stopRelay();
        new Calm(this).settle();
        ledger.settled(devices);
    }

    /// The first promise that was broken fails the run, whoever catches what is thrown here.
    void unless(boolean kept, String otherwise) {
        if (!kept) {
            BrokenPromiseException now = new BrokenPromiseException(otherwise);
            if (broken == null) {
                broken = now;
            }
            throw now;
        }
    }

    /// @throws BrokenPromiseException if a promise was broken before
    void requireUnbroken() {
        if (broken != null) {
            throw broken;
        }
    }

    private void populate() {
        for (int i = 0; i < 3; i++) {
            AccountId account = accounts.add();
            int count = 1 + chance.below(2);
            for (int device = 1; device <= count; device++) {
                install(account, new DeviceId(device));
            }
        }
        List<AccountId> all = accounts.ids();
        devices.forEach(device -> all.forEach(device::learn));
        if (chance.oneIn(3)) {
            accounts.block(all.get(0), all.get(1));
        }
    }

    private void install(AccountId account, DeviceId id) {
        SimulatedDevice device = new SimulatedDevice(
                this,
                account,
                accounts.register(account, id),
                new SimulatedDevice.Manners(
                        profile.flood() > 0 || chance.oneIn(5),
                        chance.oneIn(8) ? 20 : 1,
                        chance.oneIn(8) ? 60 : 1,
                        chance.oneIn(8) ? 20 : 1));
        everyDevice.put(device.queue(), device);
        devices.removeIf(before ->
                before.account().equals(account) && before.registered().id().equals(id));
        devices.add(device);
    }

    /// What waits at the beginning is more than a stream's buffer and window hold.
    private void flood() {
        if (profile.flood() == 0) {
            return;
        }
        SimulatedDevice from = devices.getFirst();
        SimulatedDevice to = devices.getLast();
        for (int i = 0; i < profile.flood(); i++) {
            from.write(to.account());
        }
        for (int i = 0; i < 2 * profile.flood(); i++) {
            clock.advance(Duration.ofMillis(50));
            for (Step step : List.of(Step.ACCEPT, Step.TAKE, Step.NOTICE, Step.COMMIT, Step.TELL, Step.LOAD)) {
                happen(step);
            }
            from.connect();
            from.pack();
            from.send();
            from.read();
            from.file();
            from.acknowledge();
        }
    }

    /// Other threads may come in between, while the one that asks waits for the disk.
    void meanwhile() {
        if (!stormy || depth >= DEEPEST || chance.oneIn(2)) {
            return;
        }
        depth++;
        int count = chance.below(5);
        for (int i = 0; i < count; i++) {
            happen(chance.of(profile.table()));
        }
        depth--;
    }

    private void happen(Step step) {
        steps++;
        boolean done = switch (step) {
            case ACCEPT, TAKE, NOTICE, COMMIT, TELL, LOAD, WIPE, TIDY -> relay != null && atRelay(step, relay);
            case CONNECT, READ, FILE, ACKNOWLEDGE, PACK, SEND, WRITE, CUT, ABANDON, LEAVE, CRASH_DEVICE ->
                atDevice(step, chance.of(devices));
            case CLOCK, MINUTES, HOURS -> time(step);
            case CRASH_RELAY, STOP_RELAY, START_RELAY, FILL_DISK, FREE_DISK -> atMachine(step);
            case REGISTER_AGAIN, LINK, UNLINK -> atAccount(step, chance.of(accounts.ids()));
        };
        requireUnbroken();
        if (done) {
            trace.note(step.name(), depth, clock.millis());
        }
    }

    private boolean atRelay(Step step, SimulatedRelay up) {
        return switch (step) {
            case ACCEPT -> chance.any(up.lines(), Line::accept);
            case TAKE -> chance.any(up.lines(), Line::take);
            case NOTICE -> {
                boolean noticed = chance.any(up.lines(), Line::notice);
                up.lines().removeIf(Line::isOver);
                yield noticed;
            }
            case COMMIT -> up.commit();
            case TELL -> up.tell();
            case LOAD -> up.read();
            case WIPE -> up.wipe();
            default -> {
                up.mailbox().tidy();
                yield true;
            }
        };
    }

    private boolean atDevice(Step step, SimulatedDevice device) {
        return switch (step) {
            case CONNECT -> device.mayConnect() && device.connect();
            case READ -> device.mayRead() && device.read();
            case FILE -> device.file();
            case ACKNOWLEDGE -> device.mayAcknowledge() && device.acknowledge();
            case PACK -> device.pack();
            case SEND -> device.send();
            case WRITE -> {
                AccountId to = chance.of(accounts.ids());
                boolean writes = messages.size() < profile.messages() + profile.flood() && !to.equals(device.account());
                if (writes) {
                    device.write(to);
                }
                yield writes;
            }
            case CUT -> device.cutLine();
            case ABANDON -> device.abandon();
            case LEAVE -> device.leave();
            default -> device.crash();
        };
    }

    private boolean time(Step step) {
        clock.advance(
                switch (step) {
                    case CLOCK -> Duration.ofMillis(chance.below(500));
                    case MINUTES -> Duration.ofSeconds(chance.below(180));
                    default -> Duration.ofHours(chance.below(26));
                });
        return true;
    }

    private boolean atMachine(Step step) {
        return switch (step) {
            case START_RELAY -> relay == null && depth == 0 && startRelay();
            case FREE_DISK -> {
                store.full(false);
                yield true;
            }
            case FILL_DISK -> {
                store.full(relay != null);
                yield true;
            }
            case STOP_RELAY -> depth == 0 && stopRelay();
            default -> crashRelay();
        };
    }

    private boolean startRelay() {
        incarnation++;
        store.full(false);
        relay = new SimulatedRelay(this);
        return true;
    }

    private boolean stopRelay() {
        SimulatedRelay up = relay;
        if (up == null) {
            return false;
        }
        up.stop();
        relay = null;
        return true;
    }

    private boolean crashRelay() {
        SimulatedRelay up = relay;
        if (up == null) {
            return false;
        }
        relay = null;
        up.crash();
        return true;
    }

    private boolean atAccount(Step step, AccountId account) {
        if (relay == null) {
            return false;
        }
        List<SimulatedDevice> own = devices.stream()
                .filter(device -> device.account().equals(account))
                .toList();
        switch (step) {
            case REGISTER_AGAIN -> {
                install(account, chance.of(own).registered().id());
                return chance.oneIn(2) || relay.wipe();
            }
            case LINK -> {
                if (devices.size() >= MOST_DEVICES) {
                    return false;
                }
                install(
                        account,
                        new DeviceId(1
                                + own.stream()
                                        .mapToInt(device ->
                                                device.registered().id().value())
                                        .max()
                                        .orElse(0)));
            }
            default -> {
                if (own.size() < 2) {
                    return false;
                }
                SimulatedDevice gone = chance.of(own);
                accounts.remove(account, gone.registered().id());
                devices.remove(gone);
            }
        }
        return true;
    }

    Message newMessage(SimulatedDevice from, AccountId to, int number) {
        Message message = Message.of(messages.size(), from, to, number, chance);
        messages.add(message);
        return message;
    }

    Message message(Envelope envelope) {
        long id = envelope.getCiphertext().asReadOnlyByteBuffer().getLong();
        unless(id >= 0 && id < messages.size(), "a message came that nobody wrote");
        return messages.get((int) id);
    }

    /// The installation that a queue is or was for.
    SimulatedDevice device(QueueId queue) {
        return Objects.requireNonNull(everyDevice.get(queue), "a queue that nobody has");
    }

    List<SimulatedDevice> devices() {
        return devices;
    }

    @Nullable
    SimulatedRelay relay() {
        return relay;
    }

    /// Starts again if it is down.
    SimulatedRelay runningRelay() {
        if (relay == null) {
            boolean _ = startRelay();
        }
        return Objects.requireNonNull(relay);
    }

    /// Counts the starts of the relay.
    long incarnation() {
        return incarnation;
    }

    boolean isStormy() {
        return stormy;
    }

    long step() {
        return steps;
    }

    Chance chance() {
        return chance;
    }

    Trace trace() {
        return trace;
    }

    Profile profile() {
        return profile;
    }

    MutableClock clock() {
        return clock;
    }

    SimulatedAccounts accounts() {
        return accounts;
    }

    SimulatedStore store() {
        return store;
    }

    Ledger ledger() {
        return ledger;
    }
}
