package waxwing.server.delivery;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.ServerFrame;
import waxwing.relay.v1.SignedCertificate;
import waxwing.server.account.Accounts;
import waxwing.server.account.Caller;
import waxwing.server.mailbox.Mailbox;

/// The relay's end of a device's stream without a transport under it.
public final class SteppedExchange {
    private SteppedExchange() {}

    public static StreamObserver<ClientFrame> open(
            Caller caller,
            ServerCallStreamObserver<ServerFrame> call,
            Accounts accounts,
            Mailbox mailbox,
            Delivery delivery,
            Gate gate) {
        return new ExchangeStream(
                caller,
                call,
                accounts,
                mailbox,
                new Deliveries(_ -> SignedCertificate.getDefaultInstance()),
                (submit, listener) -> delivery.send(caller, submit, gate, listener));
    }
}
