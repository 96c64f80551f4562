package waxwing.server.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The end of a run: the relay is up, the lines hold, every device reads. Within a bounded number of rounds
/// everything has arrived and nobody waits for anything.
final class Calm {
    private static final int MOST_IDLE_SECONDS = 300;

    private final World world;

    Calm(World world) {
        this.world = world;
    }

    void settle() {
        int load = world.devices().stream().mapToInt(SimulatedDevice::load).sum();
        int rounds = 100 + 20 * load + 20 * world.profile().flood();
        int idle = 0;
        while (!isSettled()) {
            world.unless(rounds-- > 0, "what is left does not drain: " + unsettled());
            boolean any = round();
            world.requireUnbroken();
            if (!any) {
                world.unless(idle++ < MOST_IDLE_SECONDS + load, "everybody waits: " + unsettled());
                world.clock().advance(Duration.ofSeconds(1));
                world.runningRelay().mailbox().tidy();
            }
        }
    }

    private boolean isSettled() {
        SimulatedRelay relay = world.runningRelay();
        return relay.isIdle()
                && world.accounts().toWipe().isEmpty()
                && world.devices().stream().allMatch(SimulatedDevice::isSettled);
    }

    private String unsettled() {
        return "to be wiped " + world.accounts().toWipe() + ", "
                + world.devices().stream()
                        .filter(device -> !device.isSettled())
                        .map(device -> device + " with "
                                + world.store().entries(device.queue()).size() + " stored")
                        .toList();
    }

    /// @return whether anything happened
    private boolean round() {
        boolean any = false;
        SimulatedRelay relay = world.runningRelay();
        for (SimulatedDevice device : List.copyOf(world.devices())) {
            any |= device.connect();
            any |= repeat(device::pack);
            any |= repeat(device::send);
        }
        for (Line line : List.copyOf(relay.lines())) {
            any |= line.accept();
            any |= repeat(line::take);
            any |= repeat(line::notice);
        }
        relay.lines().removeIf(Line::isOver);
        any |= relay.wipe();
        any |= repeat(relay::commit);
        any |= repeat(relay::tell);
        any |= repeat(relay::read);
        for (SimulatedDevice device : List.copyOf(world.devices())) {
            any |= repeat(device::read);
            any |= device.file();
            any |= device.acknowledge();
        }
        return any;
    }

    private static boolean repeat(BooleanSupplier step) {
        boolean any = false;
        while (step.getAsBoolean()) {
            any = true;
        }
        return any;
    }
}
