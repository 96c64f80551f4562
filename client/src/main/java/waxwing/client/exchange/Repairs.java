package waxwing.client.exchange;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waxwing.client.messages.MessageState;
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

/// Mends sessions. What can't be decrypted is written down and asked for again through a session that is opened
/// afresh; what a peer asks for again is sent again under the same message id, so that it is shown once. Both
/// are bounded, so that two broken ends can't keep each other busy; what the bound holds back stays written down,
/// and is asked for when the peer is understood again. Every call is work within a transaction.
final class Repairs {
    private static final Duration PERIOD = Duration.ofHours(1);

    /// Requests in a period to a device that isn't understood in between.
    private static final int MOST_UNANSWERED = 5;

    /// Requests in a period to any device: a session that breaks more often is broken on purpose.
    private static final int MOST_REQUESTS = 30;

    /// A business's request has to fit in 4 KiB, a session's opening included.
    private static final int MOST_TOGETHER = 32;

    /// As long as an answer may be on its way, a further request goes through the same session.
    private static final Duration ANSWER_TIME = Duration.ofMinutes(10);

    private static final int MOST_SUBMITS_OF_A_MESSAGE = 12;

    private final Own own;
    private final Stores stores;

    Repairs(Own own, Stores stores) {
        this.own = own;
        this.stores = stores;
    }

    /// This end can't read a submit.
    Received want(Contact from, DeviceAddress device, SubmitId submit) {
        stores.peers().want(device, submit, own.now());
        return Received.of(Fate.UNDECRYPTABLE, Optional.of(from.id()));
    }

    /// Queues the requests that a contact's devices have yet to get, as far as the bound allows.
    void ask(Contact contact) {
        contact.account()
                .ifPresent(account -> stores.peers()
                        .toBeAsked(account, own.now())
                        .forEach(device -> ask(contact, new DeviceAddress(account, device))));
    }

    private void ask(Contact contact, DeviceAddress device) {
        Instant now = own.now();
        PeerStore.Asked before = stores.peers().asked(device, now.minus(PERIOD));
        if (before.unanswered() >= MOST_UNANSWERED || before.all() >= MOST_REQUESTS) {
            return;
        }
        if (before.lastUnanswered().plus(ANSWER_TIME).isBefore(now)) {
            own.sessions().archive(device);
        }
        stores.peers().addDevice(device);
        List<ByteString> wanted = stores.peers().takeWanted(device, MOST_TOGETHER, now).stream()
                .map(submit -> ByteString.copyFrom(submit.toBytes()))
                .toList();
        Body request = Body.newBuilder()
                .setRepairRequest(RepairRequest.newBuilder().addAllSubmitIds(wanted))
                .build();
        Optional<MessageKind> label = own.isBusiness() ? Optional.of(MessageKind.REPAIR) : Optional.empty();
        stores.outbox().queueControl(contact, own.newMessageId(), request, label, now);
    }

    /// A request could not be sent.
    void askLater(RepairRequest request) {
        stores.peers().askAgain(submits(request), own.now().plus(PERIOD));
    }

    private static List<SubmitId> submits(RepairRequest request) {
        return request.getSubmitIdsList().stream()
                .distinct()
                .map(bytes -> SubmitId.ofBytes(bytes.toByteArray()))
                .toList();
    }

    /// A peer can't read some of this end's submits.
    Received answer(Contact from, AccountId asking, RepairRequest request) {
        if (request.getSubmitIdsCount() == 0 || request.getSubmitIdsCount() > MOST_TOGETHER) {
            return Received.of(Fate.DISCARDED);
        }
        Received received = Received.of(Fate.STORED);
        for (SubmitId submit : submits(request)) {
            Optional<MessageId> message = stores.outbox().carriedBy(submit, asking);
            if (message.isPresent() && sendAgain(from, message.get(), submit)) {
                received = received.alsoCarrying(from.id());
            }
        }
        return received;
    }

    /// @return whether something is on its way that was not
    private boolean sendAgain(Contact to, MessageId message, SubmitId unread) {
        if (stores.outbox().isOnItsWay(message)) {
            // The relay has it, but its answer did not get here: it must not be repeated as it is.
            return stores.outbox().voidSubmit(message, unread);
        }
        if (stores.outbox().submitsOf(message) >= MOST_SUBMITS_OF_A_MESSAGE) {
            return false;
        }
        Optional<StoredMessage> sent = stores.messages().sent(message);
        if (sent.filter(again -> again.state() == MessageState.FAILED || again.state() == MessageState.SUPPRESSED)
                .isPresent()) {
            // Whoever wrote it was told that it did not go.
            return false;
        }
        sent.ifPresent(again -> stores.outbox()
                .queueMessage(to, message, again.kind().map(kind -> MessageKind.valueOf(kind.name())), again.at()));
        return sent.isPresent() || stores.outbox().reviveControl(message);
    }
}
