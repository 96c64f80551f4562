package waxwing.gateway.message;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What somebody works on at this moment, each thing claimed by one at most. One gateway process owns the
/// store, so memory is enough.
///
/// @param <K> what names a thing
public final class Claims<K> {
    private final Set<K> taken = ConcurrentHashMap.newKeySet();

    /// @return whether the caller has it now, and has to [#release] it
    boolean take(K thing) {
        return taken.add(thing);
    }

    void release(K thing) {
        taken.remove(thing);
    }
}
