package waxwing.gateway.grpc;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import waxwing.gateway.api.Answer;
import waxwing.gateway.api.Callers;
import waxwing.gateway.api.Operation;
import waxwing.gateway.api.ProtoReader;

/// Answers the calls of one operation. Who asks is looked at before the request is read; all of it runs on
/// threads that may block.
final class UnaryCalls implements ServerCallHandler<Message, Message> {
    private final Operation operation;
    private final RequestParts parts;
    private final Message answerPrototype;
    private final Callers callers;

    UnaryCalls(Operation operation, Message answerPrototype, Callers callers) {
        this.operation = operation;
        this.parts = new RequestParts(operation);
        this.answerPrototype = answerPrototype;
        this.callers = callers;
    }

    @Override
    public ServerCall.Listener<Message> startCall(ServerCall<Message, Message> call, Metadata headers) {
        var answerHeaders = new Metadata();
        try {
            Callers.Admitted admitted =
                    callers.admit(GrpcMetadata.authorization(headers), operation, GrpcMetadata.rate(answerHeaders));
            call.request(1);
            return new Listening(call, headers, answerHeaders, admitted);
        } catch (RuntimeException e) {
            GrpcErrors.close(call, answerHeaders, e);
            return new ServerCall.Listener<>() {};
        }
    }

    private final class Listening extends ServerCall.Listener<Message> {
        private final ServerCall<Message, Message> call;
        private final Metadata headers;
        private final Metadata answerHeaders;
        private final Callers.Admitted admitted;
        private @Nullable Message request;

        private Listening(
                ServerCall<Message, Message> call,
                Metadata headers,
                Metadata answerHeaders,
                Callers.Admitted admitted) {
            this.call = call;
            this.headers = headers;
            this.answerHeaders = answerHeaders;
            this.admitted = admitted;
        }

        @Override
        public void onMessage(Message message) {
            request = message;
            // Has the end told.
            call.request(1);
        }

        @Override
        public void onHalfClose() {
            if (request == null) {
                call.close(Status.INTERNAL.withDescription("there is no request in the call"), new Metadata());
                return;
            }
            try {
                Answer answer = operation
                        .handler()
                        .answer(parts.call(admitted.caller(), request, GrpcMetadata.idempotencyKey(headers)));
                Message.Builder told = answerPrototype.newBuilderForType();
                answer.body().ifPresent(body -> ProtoReader.readOwn(body, told));
                GrpcMetadata.describe(answer, answerHeaders);
                call.sendHeaders(answerHeaders);
                call.sendMessage(told.build());
                call.close(Status.OK, new Metadata());
            } catch (RuntimeException e) {
                GrpcErrors.close(call, answerHeaders, e);
            }
        }

        @Override
        public void onComplete() {
            admitted.done().run();
        }

        @Override
        public void onCancel() {
            admitted.done().run();
        }
    }
}
