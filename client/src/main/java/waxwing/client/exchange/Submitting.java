package waxwing.client.exchange;

import waxwing.client.relay.RelayConnection;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.BusinessMessagingGrpc.BusinessMessagingBlockingStub;
import waxwing.relay.v1.BusinessSubmit;
import waxwing.relay.v1.Label;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.MessagingGrpc;
import waxwing.relay.v1.MessagingGrpc.MessagingBlockingStub;
import waxwing.relay.v1.SubmitResult;

/// Hands submits to the relay: a person's through Messaging, a business's through BusinessMessaging with its
/// label.
final class Submitting {
    private final Own own;
    private final RelayConnection relay;
    private volatile boolean closed;

    Submitting(Own own, RelayConnection relay) {
        this.own = own;
        this.relay = relay;
    }

    /// @throws waxwing.client.relay.RelayFailureException if there is no answer: it is unknown whether it
    ///     arrived, and
    ///     the same submit has to be repeated
    SubmitResult submit(Step.Ready ready) {
        if (!own.isBusiness()) {
            return relay.call(
                    MessagingGrpc::newBlockingStub, (MessagingBlockingStub stub) -> stub.send(ready.submit()));
        }
        BusinessSubmit labelled = BusinessSubmit.newBuilder()
                .setSubmit(ready.submit())
                .setLabel(Label.newBuilder().setKind(ready.outgoing().label().orElse(MessageKind.REPAIR)))
                .build();
        return relay.call(
                BusinessMessagingGrpc::newBlockingStub, (BusinessMessagingBlockingStub stub) -> stub.submit(labelled));
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }
}
