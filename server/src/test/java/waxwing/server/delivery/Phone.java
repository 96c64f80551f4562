package waxwing.server.delivery;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import waxwing.relay.v1.Envelope;
import waxwing.server.mailbox.EntryContent;
import waxwing.server.mailbox.Mailbox;
import waxwing.server.mailbox.MailboxStream;
import waxwing.server.mailbox.Outlet;
import waxwing.server.mailbox.QueueId;
import waxwing.server.mailbox.StreamEnd;
import waxwing.server.mailbox.StreamItem;

/// A device as far as its mailbox sees it, which notes and acknowledges at once whatever comes.
final class Phone implements Outlet {
    private final Mailbox mailbox;
    private final QueueId queue;
    private final List<String> texts = new ArrayList<>();
    private OptionalInt whenRemoved = OptionalInt.empty();
    private @Nullable MailboxStream stream;

    Phone(Mailbox mailbox, QueueId queue) {
        this.mailbox = mailbox;
        this.queue = queue;
    }

    void connect() {
        MailboxStream opened = mailbox.attach(queue, this);
        synchronized (this) {
            stream = opened;
        }
        wake();
    }

    synchronized boolean isConnected() {
        return stream != null;
    }

    /// Its removal was answered: from now on nothing may come.
    synchronized void removed() {
        whenRemoved = OptionalInt.of(texts.size());
    }

    synchronized boolean isRemoved() {
        return whenRemoved.isPresent();
    }

    /// How much came after its removal was answered.
    synchronized int tooLate() {
        return whenRemoved.isPresent() ? texts.size() - whenRemoved.getAsInt() : 0;
    }

    synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    @Override
    public synchronized void wake() {
        MailboxStream open = stream;
        Optional<StreamItem> item = open == null ? Optional.empty() : open.poll();
        while (open != null && item.isPresent()) {
            if (item.get() instanceof StreamItem.Deliver deliver
                    && deliver.entry().entry().content() instanceof EntryContent.Message message) {
                texts.add(text(message));
                open.acknowledge(List.of(deliver.entry().sequence()));
            }
            item = open.poll();
        }
    }

    private static String text(EntryContent.Message message) {
        try {
            return Envelope.parseFrom(message.envelope()).getCiphertext().toStringUtf8();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void end(StreamEnd why) {
        // Whether anything comes afterwards is what counts.
    }
}
