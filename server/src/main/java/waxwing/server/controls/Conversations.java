package waxwing.server.controls;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.model.AccountId;
import waxwing.server.sql.Remembered;

/// When a person last wrote to a business. Exact in memory; on the disk up to a minute older, so that a lively
/// conversation costs no SQL. A crash can only close a window a minute early.
final class Conversations implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Conversations.class);
    private static final long GRAIN_MILLIS = 60_000;
    private static final int REMEMBERED = 100_000;

    private record Pair(AccountId person, AccountId business) {}

    private final ControlsStore store;
    private final Remembered<Pair, OptionalLong> stored;
    private final Map<Pair, Long> newer = new ConcurrentHashMap<>();
    private final ExecutorService writing = Executors.newSingleThreadExecutor(
            work -> Thread.ofPlatform().name("conversations").daemon(true).unstarted(work));

    Conversations(ControlsStore store) {
        this.store = store;
        this.stored = new Remembered<>(REMEMBERED, pair -> store.lastMessageAt(pair.person(), pair.business()));
    }

    OptionalLong lastMessageAt(AccountId person, AccountId business) {
        Pair pair = new Pair(person, business);
        Long known = newer.get(pair);
        return known == null ? stored.get(pair) : OptionalLong.of(known);
    }

    void wrote(AccountId person, AccountId business, long atMillis) {
        Pair pair = new Pair(person, business);
        Long before = newer.put(pair, atMillis);
        if (before == null || atMillis / GRAIN_MILLIS != before / GRAIN_MILLIS) {
            writing.execute(() -> write(pair, atMillis));
        }
    }

    private void write(Pair pair, long atMillis) {
        try {
            store.putLastMessageAt(pair.person(), pair.business(), atMillis);
        } catch (RuntimeException e) {
            log.error("controls: a conversation's time could not be written", e);
            return;
        }
        stored.forget(pair);
        if (newer.size() > REMEMBERED) {
            newer.remove(pair, atMillis);
        }
    }

    @Override
    public void close() {
        writing.close();
    }
}
