package waxwing.server.mailbox;

import java.util.List;

/// The removal of a queue's entries, on its way to the store.
final class WipeWork extends AwaitedWork {
    private final QueueId queue;

    WipeWork(QueueId queue) {
        this.queue = queue;
    }

    @Override
    public void collect(List<Change> into) {
        into.add(new Change.Wipe(queue));
    }
}
