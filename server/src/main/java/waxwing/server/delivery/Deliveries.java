package waxwing.server.delivery;

import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.QueueEmpty;
import waxwing.relay.v1.ServerFrame;
import waxwing.server.credentials.Certificates;
import waxwing.server.mailbox.EntryContent;
import waxwing.server.mailbox.SequencedEntry;
import waxwing.server.mailbox.StreamItem;

/// What a queue brings, as frames for its device; the sender's certificate joins its envelope here.
record Deliveries(Certificates certificates) {
    private static final ServerFrame QUEUE_EMPTY = ServerFrame.newBuilder()
            .setQueueEmpty(QueueEmpty.getDefaultInstance())
            .build();

    ServerFrame frame(StreamItem item) {
        return switch (item) {
            case StreamItem.QueueEmpty _ -> QUEUE_EMPTY;
            case StreamItem.Deliver deliver -> frame(deliver.entry());
        };
    }

    private ServerFrame frame(SequencedEntry entry) {
        waxwing.relay.v1.Delivery.Builder delivery =
                waxwing.relay.v1.Delivery.newBuilder().setSequence(entry.sequence());
        switch (entry.entry().content()) {
            case EntryContent.Message message ->
                delivery.setEnvelope(
                        Envelope.newBuilder(message.envelope()).setSender(certificates.byId(message.certificateId())));
            case EntryContent.Status status -> delivery.setStatus(status.status());
        }
        return ServerFrame.newBuilder().setDelivery(delivery).build();
    }
}
