package waxwing.server.delivery;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.model.AccountType;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.MessagingGrpc;
import waxwing.relay.v1.NotPermitted;
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
public final class MessagingRpc implements BindableService {
    private static final Logger log = LoggerFactory.getLogger(MessagingRpc.class);

    private static final MethodDescriptor<ClientFrame, DownFrame> EXCHANGE =
            MessagingGrpc.getExchangeMethod().toBuilder(
                            MessagingGrpc.getExchangeMethod().getRequestMarshaller(), DownFrame.MARSHALLER)
                    .build();

    private final Delivery delivery;
    private final PersonGates gates;
    private final ExchangeStream.Surroundings around;

    /// @param waiting runs what may have to wait for the disk
    public MessagingRpc(
            Accounts accounts,
            Delivery delivery,
            PersonGates gates,
            Mailbox mailbox,
            Certificates certificates,
            Executor waiting) {
        this.delivery = delivery;
        this.gates = gates;
        this.around = new ExchangeStream.Surroundings(
                accounts, mailbox, new Deliveries(certificates), new Submitting(), waiting);
    }

    /// As generated, but that frames go down as [DownFrame]s.
    @Override
    public ServerServiceDefinition bindService() {
        ServiceDescriptor generated = MessagingGrpc.getServiceDescriptor();
        return ServerServiceDefinition.builder(ServiceDescriptor.newBuilder(generated.getName())
                        .setSchemaDescriptor(generated.getSchemaDescriptor())
                        .addMethod(EXCHANGE)
                        .addMethod(MessagingGrpc.getSendMethod())
                        .build())
                .addMethod(EXCHANGE, ServerCalls.asyncBidiStreamingCall(this::exchange))
                .addMethod(MessagingGrpc.getSendMethod(), ServerCalls.asyncUnaryCall(this::send))
                .build();
    }

    private StreamObserver<ClientFrame> exchange(StreamObserver<DownFrame> frames) {
        return new ExchangeStream(Callers.current(), (ServerCallStreamObserver<DownFrame>) frames, around);
    }

    private void send(Submit submit, StreamObserver<SubmitResult> response) {
        submit(Callers.current(), submit, outcome -> answer(outcome, response));
    }

    private void submit(Caller caller, Submit submit, Consumer<SendOutcome> listener) {
        if (caller.type() == AccountType.BUSINESS) {
            listener.accept(new SendOutcome.Answered(SubmitPolicy.result(submit)
                    .setNotPermitted(NotPermitted.newBuilder().setCode(NotPermitted.Code.WRONG_SERVICE))
                    .build()));
            return;
        }
        delivery.send(caller, submit, gates.of(caller, submit), listener);
    }

    private final class Submitting implements ExchangeStream.Submitting {
        @Override
        public boolean mayWait(Caller caller, Submit submit) {
            return !delivery.isAtHand(caller, submit, gates);
        }

        @Override
        public void submit(Caller caller, Submit submit, Consumer<SendOutcome> listener) {
            MessagingRpc.this.submit(caller, submit, listener);
        }
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
        if (failure instanceof StorageFull) {
            return Rejection.storageFull();
        }
        log.error("messaging: a submit failed: the storage doesn't work", failure);
        return Rejection.unavailable();
    }
}
