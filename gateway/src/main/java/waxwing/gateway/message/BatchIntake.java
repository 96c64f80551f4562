package waxwing.gateway.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import waxwing.gateway.message.MessageStore.Accepting;
import waxwing.gateway.message.MessageStore.AcceptingBatch;
import waxwing.gateway.message.MessageStore.AcceptingBatch.Item;
import waxwing.model.MessageId;

/// Decides of each item of a batch what it comes to, and has the store take all of it in one transaction.
final class BatchIntake {
    private final MessageStore store;
    private final Claims<MessageId> ids;
    private final BackPressure pressure;
    private final Supplier<MessageId> newId;

    /// @param ids of the messages that are being accepted at this moment
    BatchIntake(MessageStore store, Claims<MessageId> ids, BackPressure pressure, Supplier<MessageId> newId) {
        this.store = store;
        this.ids = ids;
        this.pressure = pressure;
        this.newId = newId;
    }

    record Request(BatchId id, RequestHash hash, List<Wanted> wanted, Wanted.Refusals refusals) {}

    /// @return why nothing was stored; empty if it was
    Optional<BatchAcceptance> accept(IdempotencyKey key, Request request, Instant now) {
        Map<MessageId, RequestHash> claimed = new HashMap<>();
        try {
            List<Item> items = new ArrayList<>();
            for (Wanted wanted : request.wanted()) {
                items.add(
                        switch (wanted) {
                            case Wanted.Refused(String problem) -> new Item.Refused(problem);
                            case Wanted.Send send -> decide(send, claimed, request.refusals(), now);
                        });
            }
            int goingOut = goingOut(items);
            if (goingOut > pressure.most()) {
                return Optional.of(new BatchAcceptance.TooMany(goingOut, pressure.most()));
            }
            if (!pressure.admits(goingOut)) {
                return Optional.of(new BatchAcceptance.QueueFull());
            }
            store.acceptBatch(key, new AcceptingBatch(request.id(), request.hash(), now, items));
            return Optional.empty();
        } finally {
            claimed.keySet().forEach(ids::release);
        }
    }

    /// How many are to go out at once.
    private static int goingOut(List<Item> items) {
        return (int) items.stream()
                .filter(item -> item instanceof Item.Fresh(Accepting message)
                        && message.lifetime().sendAt().isEmpty())
                .count();
    }

    /// @param claimed the messages that earlier items of this batch make
    private Item decide(Wanted.Send send, Map<MessageId, RequestHash> claimed, Wanted.Refusals refusals, Instant now) {
        MessageId id = send.draft().id().orElseGet(newId);
        Optional<RequestHash> same = Optional.ofNullable(claimed.get(id));
        if (same.isEmpty()) {
            if (!ids.take(id)) {
                return new Item.Refused(refusals.inProgress());
            }
            claimed.put(id, send.request());
            // Only an id that the caller chose can be there already.
            same = send.draft().id().flatMap(store::requestOf);
        }
        if (same.isEmpty()) {
            return new Item.Fresh(accepting(id, send.draft(), send.request(), now));
        }
        return same.get().equals(send.request()) ? new Item.Known(id) : new Item.Refused(refusals.messageIdReused());
    }

    static Accepting accepting(MessageId id, Draft draft, RequestHash request, Instant now) {
        Lifetime lifetime = Lifetime.of(draft, now);
        var outgoing = new Outgoing(id, draft.to(), draft.kind(), draft.body(), lifetime.expires());
        return new Accepting(outgoing, lifetime, draft.clientReference(), request);
    }
}
