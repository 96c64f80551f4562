package waxwing.server.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Mailboxes that end with the process, for tests.
public final class MemoryMailboxStore implements MailboxStore {
    private final Map<QueueId, NavigableMap<Long, Entry>> queues = new HashMap<>();
    private final Map<SubmitKey, Long> submits = new HashMap<>();
    private long reserved;

    @Override
    public synchronized void apply(List<Change> changes) {
        for (Change change : changes) {
            switch (change) {
                case Change.Put put -> queue(put.queue()).put(put.sequence(), put.entry());
                case Change.Accepted accepted -> submits.put(accepted.submit(), accepted.atMillis());
                case Change.Remove remove -> queue(remove.queue()).remove(remove.sequence());
                case Change.Wipe wipe -> queues.remove(wipe.queue());
                case Change.Reserve reserve -> reserved = Math.max(reserved, reserve.sequence());
                case Change.ForgetSubmits forget ->
                    submits.keySet().removeIf(key -> key.submit().madeAtMillis() < forget.madeBeforeMillis());
            }
        }
    }

    private NavigableMap<Long, Entry> queue(QueueId id) {
        return queues.computeIfAbsent(id, _ -> new TreeMap<>());
    }

    @Override
    public synchronized List<SequencedEntry> read(QueueId queue, long after, int max) {
        return queue(queue).tailMap(after, false).entrySet().stream()
                .limit(max)
                .map(entry -> new SequencedEntry(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public synchronized QueueUsage usage(QueueId queue) {
        var entries = queue(queue).values();
        return new QueueUsage(
                entries.size(), entries.stream().mapToLong(Entry::size).sum());
    }

    @Override
    public synchronized OptionalLong acceptedAt(SubmitKey submit) {
        Long at = submits.get(submit);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    @Override
    public synchronized OptionalLong newestSubmit(QueueId sender) {
        return submits.keySet().stream()
                .filter(key -> key.sender().equals(sender))
                .mapToLong(key -> key.submit().madeAtMillis())
                .max();
    }

    @Override
    public synchronized List<QueueId> heldQueues() {
        return queues.entrySet().stream()
                .filter(queue -> queue.getKey().isHeld() && !queue.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized long reserved() {
        return reserved;
    }

    @Override
    public synchronized List<ExpiredEntry> expired(long nowMillis, int max) {
        List<ExpiredEntry> found = new ArrayList<>();
        queues.forEach((queue, entries) -> entries.forEach((sequence, entry) -> {
            if (entry.expiresAtMillis() <= nowMillis && found.size() < max) {
                found.add(new ExpiredEntry(queue, sequence, entry.size()));
            }
        }));
        return found;
    }

    @Override
    public void close() {}
}
