package waxwing.server.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connected device, as far as its mailbox sees it: takes what comes and notes it.
final class Device implements Outlet {
    private final List<SequencedEntry> received = new ArrayList<>();
    private int empties;
    private @Nullable StreamEnd ended;
    private @Nullable MailboxStream stream;
    private boolean paused;

    static Device connect(Mailbox mailbox, QueueId queue) {
        Device device = new Device();
        MailboxStream stream = mailbox.attach(queue, device);
        synchronized (device) {
            device.stream = stream;
        }
        device.wake();
        return device;
    }

    /// Takes no more until it is told to.
    synchronized void pause() {
        paused = true;
    }

    void goOn() {
        synchronized (this) {
            paused = false;
        }
        wake();
    }

    @Override
    public synchronized void wake() {
        MailboxStream open = stream;
        if (open == null) {
            return;
        }
        while (!paused) {
            Optional<StreamItem> item = open.poll();
            if (item.isEmpty()) {
                return;
            }
            switch (item.get()) {
                case StreamItem.Deliver deliver -> received.add(deliver.entry());
                case StreamItem.QueueEmpty _ -> empties++;
            }
        }
    }

    @Override
    public synchronized void end(StreamEnd why) {
        ended = why;
    }

    synchronized Optional<StreamEnd> ended() {
        return Optional.ofNullable(ended);
    }

    synchronized List<String> texts() {
        return received.stream().map(Mail::text).toList();
    }

    synchronized List<Long> sequences() {
        return received.stream().map(SequencedEntry::sequence).toList();
    }

    synchronized long lastSequence() {
        return received.getLast().sequence();
    }

    synchronized int empties() {
        return empties;
    }

    void acknowledgeAll() {
        acknowledge(sequences());
    }

    void acknowledge(List<Long> sequences) {
        stream().acknowledge(sequences);
    }

    void disconnect() {
        stream().close();
    }

    private synchronized MailboxStream stream() {
        MailboxStream open = stream;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        return open;
    }
}
