package waxwing.server.keys;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import waxwing.server.credentials.KeyIds;

/// What becomes of the ids of a device's prekeys while it is in use: a client counts its keys from 1,
/// publishes a hundred one-time keys of each kind, refills them to a hundred when fewer than twenty are left,
/// and changes the two lasting keys each week. A test of the client's holds it against what a client does.
public final class DeviceLife {
    private static final int LOW = 20;
    private static final int FULL = 100;

    /// A year; whoever has been there for longer has ids that tell nobody anything.
    private static final int MOST_WEEKS = 52;

    private static final double MOST_TAKEN_WEEKLY = 40;

    private int nextId = 1;
    private int signedEc;
    private int lastResortKyber;
    private final Deque<Integer> oneTimeEc = new ArrayDeque<>();
    private final Deque<Integer> oneTimeKyber = new ArrayDeque<>();

    /// One that has just registered.
    public DeviceLife() {
        rotate();
        publish();
    }

    /// One that was in use for some weeks, by somebody to whom few or many write, and has not been seen since.
    /// It has 20..100 one-time keys of each kind.
    ///
    /// @param relayWeeks that the relay's oldest account is old: nobody was there before
    static DeviceLife draw(int relayWeeks, RandomGenerator random) {
        double takenWeekly = Math.pow(MOST_TAKEN_WEEKLY, random.nextDouble());
        DeviceLife life = new DeviceLife();
        for (int week = random.nextInt(Math.clamp(relayWeeks, 0, MOST_WEEKS) + 1); week > 0; week--) {
            life.useForAWeek(random.nextInt((int) Math.round(2 * takenWeekly) + 1));
            life.rotate();
        }
        life.useForAWeek(random.nextInt((int) Math.round(2 * takenWeekly) + 1));
        return life;
    }

    private void useForAWeek(int taken) {
        for (int i = 0; i < taken; i++) {
            take();
            refillIfLow();
        }
    }

    /// Somebody takes a bundle.
    public void take() {
        oneTimeEc.poll();
        oneTimeKyber.poll();
    }

    /// The device looks after its keys.
    public void refillIfLow() {
        if (oneTimeEc.size() < LOW) {
            publish();
        }
    }

    private void publish() {
        int count = FULL - oneTimeEc.size();
        reserve(count).forEach(oneTimeEc::add);
        reserve(count).forEach(oneTimeKyber::add);
    }

    /// The device changes the keys that last.
    public void rotate() {
        signedEc = reserve(1).getFirst();
        lastResortKyber = reserve(1).getFirst();
    }

    private List<Integer> reserve(int count) {
        int first = nextId;
        nextId += count;
        return IntStream.range(first, nextId).boxed().toList();
    }

    public KeyIds ids() {
        return new KeyIds(signedEc, lastResortKyber, List.copyOf(oneTimeEc), List.copyOf(oneTimeKyber));
    }
}
