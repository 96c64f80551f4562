package waxwing.gateway.grpc;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import waxwing.business.v1.EventPage;
import waxwing.business.v1.WatchRequest;
import waxwing.gateway.api.Call;
import waxwing.gateway.api.Callers;
import waxwing.gateway.api.Fault;
import waxwing.gateway.api.Operation;
import waxwing.gateway.api.ProtoReader;
import waxwing.gateway.api.Query;
import waxwing.gateway.api.Rejection;
import waxwing.gateway.apikey.ApiKeyEntry;

/// Tells a caller of events from a cursor on, as they happen: reads the log as `listEvents` does, again and
/// again, as fast as the caller takes them. A key that is revoked meanwhile ends the call within a quarter of
/// a minute.
final class WatchCalls implements ServerCallHandler<Message, Message> {
    private static final int AT_ONCE = 64;
    private static final String PAGE = "200";
    private static final String WAIT_SECONDS = "15";

    private final Operation listEvents;
    private final Callers callers;
    private final BooleanSupplier logClosed;
    private final Semaphore places = new Semaphore(AT_ONCE);

    WatchCalls(Operation listEvents, Callers callers, BooleanSupplier logClosed) {
        this.listEvents = listEvents;
        this.callers = callers;
        this.logClosed = logClosed;
    }

    @Override
    public ServerCall.Listener<Message> startCall(ServerCall<Message, Message> call, Metadata headers) {
        var answerHeaders = new Metadata();
        try {
            String authorization = GrpcMetadata.authorization(headers);
            ApiKeyEntry caller = callers.admit(authorization, listEvents.scope(), GrpcMetadata.rate(answerHeaders));
            if (!places.tryAcquire()) {
                throw new Rejection(Fault.unavailable("there are " + AT_ONCE + " callers watching already"));
            }
            call.request(1);
            return new Watching(call, answerHeaders, caller, authorization);
        } catch (RuntimeException e) {
            GrpcErrors.close(call, answerHeaders, e);
            return new ServerCall.Listener<>() {};
        }
    }

    private final class Watching extends ServerCall.Listener<Message> {
        private final ServerCall<Message, Message> call;
        private final Metadata answerHeaders;
        private final ApiKeyEntry caller;
        private final String authorization;
        private final Semaphore ready = new Semaphore(0);
        private @Nullable WatchRequest request;
        private @Nullable Thread teller;

        private Watching(
                ServerCall<Message, Message> call, Metadata answerHeaders, ApiKeyEntry caller, String authorization) {
            this.call = call;
            this.answerHeaders = answerHeaders;
            this.caller = caller;
            this.authorization = authorization;
        }

        @Override
        public void onMessage(Message message) {
            request = (WatchRequest) message;
            call.request(1);
        }

        @Override
        public void onHalfClose() {
            WatchRequest wanted = request == null ? WatchRequest.getDefaultInstance() : request;
            teller = Thread.ofVirtual().name("gateway-watch").start(() -> tell(wanted.getAfter()));
        }

        private void tell(String after) {
            try {
                call.sendHeaders(answerHeaders);
                follow(after);
            } catch (InterruptedException _) {
                // The caller has gone.
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                if (!call.isCancelled()) {
                    GrpcErrors.close(call, new Metadata(), e);
                }
            } finally {
                places.release();
            }
        }

        private void follow(String after) throws InterruptedException {
            String cursor = after;
            while (!logClosed.getAsBoolean()) {
                callers.requireLive(authorization);
                ObjectNode page = page(cursor);
                if (page.path("events").isEmpty()) {
                    continue;
                }
                while (!call.isReady()) {
                    ready.acquire();
                }
                EventPage.Builder told = EventPage.newBuilder();
                ProtoReader.readOwn(page, told);
                call.sendMessage(told.build());
                cursor = told.getCursor();
            }
            throw new Rejection(Fault.unavailable("the gateway is stopping"));
        }

        private ObjectNode page(String cursor) {
            Map<String, List<String>> params = new HashMap<>();
            params.put("limit", List.of(PAGE));
            params.put("wait", List.of(WAIT_SECONDS));
            if (!cursor.isEmpty()) {
                params.put("after", List.of(cursor));
            }
            return listEvents
                    .handler()
                    .answer(new Call(caller, "", Query.of(listEvents, params), Optional.empty(), ""))
                    .body()
                    .orElseThrow();
        }

        @Override
        public void onReady() {
            ready.release();
        }

        @Override
        public void onCancel() {
            if (teller == null) {
                places.release();
            } else {
                teller.interrupt();
            }
        }
    }
}
