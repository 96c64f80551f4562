package waxwing.gateway.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import waxwing.gateway.message.MessageStore.Remembered;
import waxwing.model.MessageId;
import waxwing.model.Uuids;

/// Accepts messages durably and once, and tells what became of them.
///
/// One gateway process owns the store, so what is being worked on is known in memory; after a crash an
/// idempotency key either stands for a stored message or for nothing.
public final class Messages {
    /// For how long an idempotency key stands for its first request.
    public static final Duration KEYS_KEPT = Duration.ofHours(24);

    private final MessageStore store;
    private final Runnable onAccepted;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Set<IdempotencyKey> keysInProgress = ConcurrentHashMap.newKeySet();
    private final Set<MessageId> idsInProgress = ConcurrentHashMap.newKeySet();

    /// @param onAccepted is called after a message has become durable
    public Messages(MessageStore store, Runnable onAccepted, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.onAccepted = onAccepted;
        this.clock = clock;
        this.random = random;
    }

    /// Makes a message durable, unless the key or the message id say that this was done before.
    ///
    /// @param draft reads and checks the request; asked for once, and only if the key is a new one; what it
    ///     throws is passed on and leaves no trace
    public Acceptance accept(IdempotencyKey key, RequestHash request, Supplier<Draft> draft) {
        if (!keysInProgress.add(key)) {
            return new Acceptance.InProgress();
        }
        try {
            Optional<Remembered> before = store.remembered(key, now().minus(KEYS_KEPT));
            if (before.isEmpty()) {
                return acceptDraft(key, request, draft.get());
            }
            return before.get().request().equals(request)
                    ? new Acceptance.Repeated(existing(before.get().id()))
                    : new Acceptance.KeyReused();
        } finally {
            keysInProgress.remove(key);
        }
    }

    private Acceptance acceptDraft(IdempotencyKey key, RequestHash request, Draft draft) {
        MessageId id = draft.id().orElseGet(() -> new MessageId(Uuids.version7(clock, random)));
        if (!idsInProgress.add(id)) {
            return new Acceptance.InProgress();
        }
        try {
            Optional<RequestHash> sameId = store.requestOf(id);
            if (sameId.isEmpty()) {
                return acceptNew(key, request, draft, id);
            }
            if (!sameId.get().equals(request)) {
                return new Acceptance.MessageIdReused();
            }
            store.remember(key, new Remembered(request, id), now());
            return new Acceptance.Repeated(existing(id));
        } finally {
            idsInProgress.remove(id);
        }
    }

    private Acceptance acceptNew(IdempotencyKey key, RequestHash request, Draft draft, MessageId id) {
        Instant now = now();
        var outgoing = new Outgoing(id, draft.to(), draft.kind(), draft.body(), now.plus(draft.expiresIn()));
        store.accept(new MessageStore.Accepting(key, outgoing, draft.clientReference(), request, now));
        onAccepted.run();
        return new Acceptance.Accepted(existing(id));
    }

    /// The message as it stands now; one whose time has run out shows as expired from that moment on.
    public Optional<Message> find(MessageId id) {
        store.expire(now());
        return store.find(id);
    }

    private Message existing(MessageId id) {
        return store.find(id).orElseThrow(() -> new IllegalStateException("an accepted message is gone"));
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
