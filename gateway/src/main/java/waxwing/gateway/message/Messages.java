package waxwing.gateway.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import waxwing.gateway.message.MessageStore.Made;
import waxwing.gateway.message.MessageStore.Remembered;
import waxwing.model.MessageId;
import waxwing.model.Uuids;

/// Accepts messages durably and once, takes them back while that can be done, and tells what became of them.
///
/// One gateway process owns the store, so what is being worked on is known in memory; after a crash an
/// idempotency key either stands for what was stored or for nothing.
public final class Messages {
    /// For how long an idempotency key stands for its first request.
    public static final Duration KEYS_KEPT = Duration.ofHours(24);

    private final MessageStore store;
    private final Onward onward;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Claims<IdempotencyKey> keys = new Claims<>();
    private final Claims<MessageId> ids = new Claims<>();
    private final BackPressure pressure;
    private final BatchIntake batches;

    /// One that accepts whatever comes.
    public Messages(MessageStore store, Onward onward, InstantSource clock, RandomGenerator random) {
        this(store, onward, BackPressure.none(), clock, random);
    }

    /// @param pressure says when no more are accepted
    public Messages(
            MessageStore store, Onward onward, BackPressure pressure, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.onward = onward;
        this.clock = clock;
        this.random = random;
        this.pressure = pressure;
        this.batches = new BatchIntake(store, ids, pressure, this::newId);
    }

    /// How many accepted messages may wait for the relay.
    public int mostWaiting() {
        return pressure.most();
    }

    /// Makes a message durable, unless the key or the message id say that this was done before.
    ///
    /// @param draft reads and checks the request; asked for once, and only if the key is a new one; what it
    ///     throws is passed on and leaves no trace
    public Acceptance accept(IdempotencyKey key, RequestHash request, Supplier<Draft> draft) {
        if (!keys.take(key)) {
            return new Acceptance.InProgress();
        }
        try {
            Optional<Remembered> before = store.remembered(key, now().minus(KEYS_KEPT));
            if (before.isEmpty()) {
                return acceptDraft(key, request, draft.get());
            }
            return before.get().request().equals(request)
                            && before.get().made() instanceof Made.OneMessage(MessageId id)
                    ? new Acceptance.Repeated(existing(id))
                    : new Acceptance.KeyReused();
        } finally {
            keys.release(key);
        }
    }

    private Acceptance acceptDraft(IdempotencyKey key, RequestHash request, Draft draft) {
        MessageId id = draft.id().orElseGet(this::newId);
        if (!ids.take(id)) {
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
            store.remember(key, Remembered.message(request, id), now());
            return new Acceptance.Repeated(existing(id));
        } finally {
            ids.release(id);
        }
    }

    private Acceptance acceptNew(IdempotencyKey key, RequestHash request, Draft draft, MessageId id) {
        MessageStore.Accepting accepting = BatchIntake.accepting(id, draft, request, now());
        if (!pressure.admits(accepting.lifetime().sendAt().isEmpty() ? 1 : 0)) {
            return new Acceptance.QueueFull();
        }
        store.accept(key, accepting);
        onward.wake().run();
        return new Acceptance.Accepted(existing(id));
    }

    /// Makes all good messages of a batch durable together, unless the key says that this was done before.
    ///
    /// @param wanted reads and checks the request; asked for once, and only if the key is a new one; what it
    ///     throws is passed on and leaves no trace
    public BatchAcceptance acceptBatch(
            IdempotencyKey key, RequestHash request, Supplier<List<Wanted>> wanted, Wanted.Refusals refusals) {
        if (!keys.take(key)) {
            return new BatchAcceptance.InProgress();
        }
        try {
            Optional<Remembered> before = store.remembered(key, now().minus(KEYS_KEPT));
            if (before.isEmpty()) {
                var id = new BatchId(Uuids.version7(clock, random));
                Optional<BatchAcceptance> refused =
                        batches.accept(key, new BatchIntake.Request(id, request, wanted.get(), refusals), now());
                if (refused.isPresent()) {
                    return refused.get();
                }
                onward.wake().run();
                return new BatchAcceptance.Accepted(existing(id));
            }
            return before.get().request().equals(request) && before.get().made() instanceof Made.ABatch(BatchId id)
                    ? new BatchAcceptance.Repeated(existing(id))
                    : new BatchAcceptance.KeyReused();
        } finally {
            keys.release(key);
        }
    }

    /// The message as it stands now; one whose time has run out shows as expired from that moment on.
    public Optional<Message> find(MessageId id) {
        store.expire(now());
        return store.find(id);
    }

    public MessagePage list(MessagePage.Query query) {
        store.expire(now());
        return store.list(query);
    }

    public Optional<Batch> findBatch(BatchId id) {
        store.expire(now());
        return store.findBatch(id);
    }

    /// Takes a message back that is still here: scheduled, or accepted and not handed over yet.
    public Cancellation cancel(MessageId id) {
        return takeBack(id, message -> canceled(message, Optional.empty()));
    }

    /// As [#cancel], and also from the transport as long as it has given nothing of the message to the
    /// relay.
    public Cancellation revoke(MessageId id) {
        return takeBack(id, message -> canceled(message, Optional.of(StatusCodes.REVOKED)) || withdrawn(message));
    }

    /// After a crash between the two transactions of a hand-over the transport has what is still queued here.
    private boolean canceled(MessageId id, Optional<String> code) {
        return !onward.has().test(id) && store.cancel(id, new TimelineEntry(MessageStatus.CANCELED, code, now()));
    }

    private boolean withdrawn(MessageId id) {
        if (existing(id).status() != MessageStatus.ACCEPTED
                || !onward.withdraw().test(id)) {
            return false;
        }
        store.end(id, new TimelineEntry(MessageStatus.CANCELED, Optional.of(StatusCodes.REVOKED), now()));
        return true;
    }

    private Cancellation takeBack(MessageId id, Predicate<MessageId> way) {
        Optional<Message> found = find(id);
        if (found.isEmpty()) {
            return new Cancellation.Unknown();
        }
        if (!onward.moving().take(id)) {
            return new Cancellation.TooLate(found.get());
        }
        try {
            boolean _ = way.test(id);
            Message now = existing(id);
            return now.status() == MessageStatus.CANCELED
                    ? new Cancellation.Canceled(now)
                    : new Cancellation.TooLate(now);
        } finally {
            onward.moving().release(id);
        }
    }

    private MessageId newId() {
        return new MessageId(Uuids.version7(clock, random));
    }

    private Message existing(MessageId id) {
        return store.find(id).orElseThrow(() -> new IllegalStateException("an accepted message is gone"));
    }

    private Batch existing(BatchId id) {
        return store.findBatch(id).orElseThrow(() -> new IllegalStateException("an accepted batch is gone"));
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
