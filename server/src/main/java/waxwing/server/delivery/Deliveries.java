package waxwing.server.delivery;

import waxwing.relay.v1.QueueEmpty;
import waxwing.relay.v1.ServerFrame;
import waxwing.server.credentials.Certificates;
import waxwing.server.mailbox.EntryContent;
import waxwing.server.mailbox.SequencedEntry;
import waxwing.server.mailbox.StreamItem;

/// What a queue brings, as frames for its device; the sender's certificate joins its envelope here.
record Deliveries(Certificates certificates) {
    private static final DownFrame QUEUE_EMPTY = DownFrame.of(ServerFrame.newBuilder()
            .setQueueEmpty(QueueEmpty.getDefaultInstance())
            .build());

    /// Whether [#frame] need not wait for the disk.
    boolean isAtHand(StreamItem item) {
        return !(item instanceof StreamItem.Deliver deliver)
                || !(deliver.entry().entry().content() instanceof EntryContent.Message message)
                || certificates.isAtHand(message.certificateId());
    }

    DownFrame frame(StreamItem item) {
        return switch (item) {
            case StreamItem.QueueEmpty _ -> QUEUE_EMPTY;
            case StreamItem.Deliver deliver -> frame(deliver.entry());
        };
    }

    private DownFrame frame(SequencedEntry entry) {
        return switch (entry.entry().content()) {
            case EntryContent.Message message ->
                DownFrame.delivery(entry.sequence(), certificates.byId(message.certificateId()), message.envelope());
            case EntryContent.Held _ -> throw new IllegalStateException("a held message in a device's own queue");
            case EntryContent.Status status ->
                DownFrame.of(ServerFrame.newBuilder()
                        .setDelivery(waxwing.relay.v1.Delivery.newBuilder()
                                .setSequence(entry.sequence())
                                .setStatus(status.status()))
                        .build());
        };
    }
}
