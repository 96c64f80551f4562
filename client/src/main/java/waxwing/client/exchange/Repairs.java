package waxwing.client.exchange;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Optional;
import waxwing.client.messages.StoredMessage;
import waxwing.client.people.Contact;
import waxwing.content.v1.Body;
import waxwing.content.v1.RepairRequest;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.MessageId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Acknowledgement.Fate;
import waxwing.relay.v1.MessageKind;

/// Mends sessions. What can't be decrypted is asked for again through a session that is opened afresh; what a
/// peer asks for again is sent again under the same message id, so that it is shown once. Both are bounded, so
/// that two broken ends can't keep each other busy. Every call is work within a transaction.
final class Repairs {
    private static final int MOST_PER_HOUR = 5;
    private static final int MOST_SUBMITS_OF_A_MESSAGE = 12;

    private final Own own;
    private final Stores stores;

    Repairs(Own own, Stores stores) {
        this.own = own;
        this.stores = stores;
    }

    /// This end can't read a submit.
    Received ask(Contact from, DeviceAddress device, SubmitId submit) {
        if (stores.peers().repairsSince(device, own.now().minus(Duration.ofHours(1))) >= MOST_PER_HOUR) {
            return Received.of(Fate.UNDECRYPTABLE);
        }
        own.sessions().archive(device);
        stores.peers().addDevice(device);
        stores.peers().noteRepair(device, submit, own.now());
        Body request = Body.newBuilder()
                .setRepairRequest(RepairRequest.newBuilder().setSubmitId(ByteString.copyFrom(submit.toBytes())))
                .build();
        stores.outbox().queueControl(from, own.newMessageId(), request, repairLabel(), own.now());
        return Received.of(Fate.UNDECRYPTABLE, Optional.of(from.id()));
    }

    private Optional<MessageKind> repairLabel() {
        return own.isBusiness() ? Optional.of(MessageKind.REPAIR) : Optional.empty();
    }

    /// A peer can't read one of this end's submits; the session that its request came in is fresh.
    Received answer(Contact from, AccountId asking, RepairRequest request) {
        SubmitId submit = SubmitId.ofBytes(request.getSubmitId().toByteArray());
        Optional<MessageId> message = stores.outbox().carriedBy(submit, asking);
        if (message.isEmpty() || !mayBeSentAgain(message.get())) {
            return Received.of(Fate.STORED);
        }
        Optional<StoredMessage> sent = stores.messages().sent(message.get());
        if (sent.isPresent()) {
            stores.outbox()
                    .queueMessage(
                            from,
                            message.get(),
                            sent.get().kind().map(kind -> MessageKind.valueOf(kind.name())),
                            sent.get().at());
            return Received.of(Fate.STORED, Optional.of(from.id()));
        }
        return stores.outbox().reviveControl(message.get())
                ? Received.of(Fate.STORED, Optional.of(from.id()))
                : Received.of(Fate.STORED);
    }

    private boolean mayBeSentAgain(MessageId message) {
        return !stores.outbox().isOnItsWay(message) && stores.outbox().submitsOf(message) < MOST_SUBMITS_OF_A_MESSAGE;
    }
}
