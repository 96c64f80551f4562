package waxwing.gateway.api;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with one request, up to a bound, so that the caller can mend it all at once.
final class Faults {
    private static final int MOST = 20;

    private final List<Fault> found = new ArrayList<>();

    void add(Fault fault) {
        if (found.size() < MOST) {
            found.add(fault);
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /// @throws Rejection if anything was found
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new Rejection(found);
        }
    }

    @Override
    public String toString() {
        return found.toString();
    }
}
