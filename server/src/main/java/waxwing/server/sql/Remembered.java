package waxwing.server.sql;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Rows kept in memory, exactly: whoever changes a row calls [#forget] after the commit and before answering,
/// and every later [#get] sees the change. A value that was read while something changed is not kept.
///
/// Within a transaction that changed a row, that row is read from its store: what [#get] keeps there would stay
/// after a rollback.
public final class Remembered<K, V> {
    private final ConcurrentHashMap<K, V> values = new ConcurrentHashMap<>();
    private final Function<K, V> load;
    private final int most;
    private volatile long changes;

    /// @param most values to keep
    /// @param load reads one from the database
    public Remembered(int most, Function<K, V> load) {
        this.most = most;
        this.load = load;
    }

    public V get(K key) {
        V known = values.get(key);
        if (known != null) {
            return known;
        }
        long before = changes;
        V loaded = load.apply(key);
        keepIfUnchangedSince(before, key, loaded);
        return loaded;
    }

    /// Whether [#get] would answer from memory now.
    public boolean has(K key) {
        return values.containsKey(key);
    }

    private synchronized void keepIfUnchangedSince(long before, K key, V loaded) {
        if (changes == before) {
            values.put(key, loaded);
            Iterator<K> any = values.keySet().iterator();
            while (values.size() > most && any.hasNext()) {
                any.next();
                any.remove();
            }
        }
    }

    public synchronized void forget(K key) {
        changes++;
        values.remove(key);
    }
}
