package waxwing.server.delivery;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import waxwing.model.AccountType;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.MessagingGrpc;
import waxwing.relay.v1.NotPermitted;
import waxwing.relay.v1.ServerFrame;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.SubmitResult;
import waxwing.server.account.Accounts;
import waxwing.server.account.Caller;
import waxwing.server.credentials.Certificates;
import waxwing.server.mailbox.Mailbox;
import waxwing.server.rpc.Answers;
import waxwing.server.rpc.Callers;
import waxwing.server.rpc.Rejection;
import waxwing.store.StorageFailure;
import waxwing.store.StorageFull;

/// The edge of sending and receiving: `Messaging.Exchange` and `Messaging.Send`.
public final class MessagingRpc extends MessagingGrpc.MessagingImplBase {
    private final Accounts accounts;
    private final Delivery delivery;
    private final PersonGates gates;
    private final Mailbox mailbox;
    private final Certificates certificates;

    public MessagingRpc(
            Accounts accounts, Delivery delivery, PersonGates gates, Mailbox mailbox, Certificates certificates) {
        this.accounts = accounts;
        this.delivery = delivery;
        this.gates = gates;
        this.mailbox = mailbox;
        this.certificates = certificates;
    }

    @Override
    public StreamObserver<ClientFrame> exchange(StreamObserver<ServerFrame> responses) {
        Caller caller = Callers.current();
        return new ExchangeStream(
                caller,
                (ServerCallStreamObserver<ServerFrame>) responses,
                accounts,
                mailbox,
                new Deliveries(certificates),
                (submit, listener) -> submit(caller, submit, listener));
    }

    @Override
    public void send(Submit submit, StreamObserver<SubmitResult> response) {
        submit(Callers.current(), submit, outcome -> answer(outcome, response));
    }

    private void submit(Caller caller, Submit submit, Consumer<SendOutcome> listener) {
        if (caller.type() == AccountType.BUSINESS) {
            listener.accept(new SendOutcome.Answered(SubmitPolicy.result(submit)
                    .setNotPermitted(NotPermitted.newBuilder().setCode(NotPermitted.Code.WRONG_SERVICE))
                    .build()));
            return;
        }
        delivery.send(caller, submit, gates.of(caller), listener);
    }

    /// Ends a unary call with what became of its submit.
    public static void answer(SendOutcome outcome, StreamObserver<SubmitResult> response) {
        switch (outcome) {
            case SendOutcome.Answered answered -> Answers.with(answered.result(), response);
            case SendOutcome.Revoked _ ->
                response.onError(Rejection.badCredentials().asStatus());
            case SendOutcome.Failed failed ->
                response.onError(rejection(failed.failure()).asStatus());
        }
    }

    static Rejection rejection(StorageFailure failure) {
        return failure instanceof StorageFull ? Rejection.storageFull() : Rejection.unavailable();
    }
}
