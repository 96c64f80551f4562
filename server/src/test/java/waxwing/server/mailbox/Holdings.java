package waxwing.server.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a [MailboxStore] must hold after some changes, and what it may: what was removed or forgotten may be there
/// again after a crash, since that is not made durable.
final class Holdings {
    private final Map<Place, Entry> entries = new HashMap<>();
    private final Map<Place, Entry> removed = new HashMap<>();
    private final Map<SubmitKey, Long> submits = new HashMap<>();
    private final Set<QueueId> queues = new HashSet<>();
    private long reserved;

    private record Place(QueueId queue, long sequence) {}

    Holdings() {}

    Holdings(Holdings other) {
        entries.putAll(other.entries);
        removed.putAll(other.removed);
        submits.putAll(other.submits);
        queues.addAll(other.queues);
        reserved = other.reserved;
    }

    void apply(List<Change> changes) {
        for (Change change : changes) {
            switch (change) {
                case Change.Put put -> {
                    entries.put(new Place(put.queue(), put.sequence()), put.entry());
                    queues.add(put.queue());
                }
                case Change.Remove remove -> {
                    Place place = new Place(remove.queue(), remove.sequence());
                    Entry entry = entries.remove(place);
                    if (entry != null) {
                        removed.put(place, entry);
                    }
                }
                case Change.Wipe wipe -> {
                    entries.keySet().removeIf(place -> place.queue().equals(wipe.queue()));
                    removed.keySet().removeIf(place -> place.queue().equals(wipe.queue()));
                }
                case Change.Accepted accepted -> submits.put(accepted.submit(), accepted.atMillis());
                case Change.ForgetSubmits forget ->
                    submits.keySet().removeIf(key -> key.submit().madeAtMillis() < forget.madeBeforeMillis());
                case Change.Reserve reserve -> reserved = reserve.sequence();
            }
        }
    }

    /// @return what is wrong with the store, a sentence each; empty if nothing is
    List<String> faultsOf(MailboxStore store) {
        List<String> faults = new ArrayList<>();
        Map<Place, Entry> found = new HashMap<>();
        for (QueueId queue : queues) {
            for (SequencedEntry at : store.read(queue, 0, Integer.MAX_VALUE)) {
                found.put(new Place(queue, at.sequence()), at.entry());
            }
        }
        entries.forEach((place, entry) -> {
            if (!entry.equals(found.get(place))) {
                faults.add(place + " is lost or changed");
            }
        });
        found.forEach((place, entry) -> {
            if (!entries.containsKey(place) && !entry.equals(removed.get(place))) {
                faults.add(place + " should not be there");
            }
        });
        submits.forEach((submit, at) -> {
            if (store.acceptedAt(submit).orElse(-1) != at) {
                faults.add("the record of " + submit.submit() + " is lost or changed");
            }
        });
        if (store.reserved() != reserved) {
            faults.add("reserved is " + store.reserved() + " (expected: " + reserved + ")");
        }
        return faults;
    }
}
