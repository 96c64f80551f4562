package waxwing.server.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/// Where a run's accidents come from.
final class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    SplittableRandom random() {
        return random;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int odds) {
        return random.nextInt(odds) == 0;
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /// Takes one after the other, from anywhere on, until one of them does something.
    ///
    /// @return whether any did
    <T> boolean any(List<T> all, Predicate<T> does) {
        List<T> now = List.copyOf(all);
        int first = now.isEmpty() ? 0 : random.nextInt(now.size());
        for (int i = 0; i < now.size(); i++) {
            if (does.test(now.get((first + i) % now.size()))) {
                return true;
            }
        }
        return false;
    }
}
