package waxwing.gateway.grpc;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import waxwing.business.v1.ApiKeysGrpc;
import waxwing.business.v1.BusinessGrpc;
import waxwing.business.v1.ContactsGrpc;
import waxwing.business.v1.EventsGrpc;
import waxwing.business.v1.MessagesGrpc;
import waxwing.business.v1.SuppressionsGrpc;
import waxwing.business.v1.WebhooksGrpc;
import waxwing.gateway.api.Callers;
import waxwing.gateway.api.Operation;

/// The API over gRPC: each call of `waxwing.business.v1` does what the operation of its name does over HTTP;
/// `Watch` alone has no other.
public final class GrpcApi {
    /// All services of the API.
    static final List<ServiceDescriptor> SERVICES = List.of(
            MessagesGrpc.getServiceDescriptor(),
            ContactsGrpc.getServiceDescriptor(),
            SuppressionsGrpc.getServiceDescriptor(),
            EventsGrpc.getServiceDescriptor(),
            WebhooksGrpc.getServiceDescriptor(),
            ApiKeysGrpc.getServiceDescriptor(),
            BusinessGrpc.getServiceDescriptor());

    /// By how many bytes a request may be too large and is still answered in the API's own words.
    private static final int MARGIN = 64 * 1024;

    private final Map<String, Operation> operations;
    private final Map<String, Operation> byPath;
    private final Callers callers;
    private final BooleanSupplier logClosed;

    /// @param logClosed whether the log of events has been closed, which ends all watching
    public GrpcApi(List<Operation> operations, Callers callers, BooleanSupplier logClosed) {
        this.operations = operations.stream().collect(Collectors.toMap(Operation::name, Function.identity()));
        this.byPath = unaryCalls()
                .collect(Collectors.toMap(
                        method -> "/" + method.getFullMethodName(), method -> operation(operationName(method))));
        this.callers = callers;
        this.logClosed = logClosed;
    }

    /// Has it served on the API's port, with reflection (`grpc.reflection.v1`), so that common tools find the calls.
    public void serve(ServerBuilder server) {
        GrpcServiceBuilder builder = GrpcService.builder()
                .maxRequestMessageLength(Operation.Size.BATCH.bytes() + MARGIN)
                .useBlockingTaskExecutor(true)
                // How long a call may run is ours to say; a caller's own deadline comes as its cancellation.
                .useClientTimeoutHeader(false)
                .addService(ProtoReflectionServiceV1.newInstance());
        SERVICES.forEach(service -> builder.addService(definition(service)));
        server.service(builder.build(), calls -> calls.decorate(this::bounded));
    }

    /// A call may be as large and take as long as its operation; a stream lasts as long as the caller wants.
    private HttpResponse bounded(HttpService calls, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        Operation operation = byPath.get(context.path());
        if (operation != null) {
            context.setMaxRequestLength(operation.size().bytes() + MARGIN);
            context.setRequestTimeout(operation.patience());
        } else {
            context.setMaxRequestLength(Operation.Size.USUAL.bytes());
            context.clearRequestTimeout();
        }
        return calls.serve(context, request);
    }

    private static Stream<MethodDescriptor<?, ?>> unaryCalls() {
        return SERVICES.stream()
                .<MethodDescriptor<?, ?>>flatMap(service -> service.getMethods().stream())
                .filter(method -> !method.equals(EventsGrpc.getWatchMethod()));
    }

    private ServerServiceDefinition definition(ServiceDescriptor service) {
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
        service.getMethods().forEach(method -> add(definition, method));
        return definition.build();
    }

    // The marshallers of generated methods take any message of their own type.
    @SuppressWarnings("unchecked")
    private void add(ServerServiceDefinition.Builder definition, MethodDescriptor<?, ?> method) {
        definition.addMethod((MethodDescriptor<Message, Message>) method, handler(method));
    }

    private ServerCallHandler<Message, Message> handler(MethodDescriptor<?, ?> method) {
        return method.equals(EventsGrpc.getWatchMethod())
                ? new WatchCalls(operation("listEvents"), callers, logClosed)
                : new UnaryCalls(operation(operationName(method)), answerPrototype(method), callers);
    }

    private Operation operation(String name) {
        Operation operation = operations.get(name);
        if (operation == null) {
            throw new IllegalStateException("there is no operation " + name);
        }
        return operation;
    }

    /// `SendMessage` is `sendMessage`.
    static String operationName(MethodDescriptor<?, ?> method) {
        String name = bareName(method);
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static String bareName(MethodDescriptor<?, ?> method) {
        @Nullable String name = method.getBareMethodName();
        if (name == null) {
            throw new IllegalStateException(method.getFullMethodName() + " is not the name of a method");
        }
        return name;
    }

    private static Message answerPrototype(MethodDescriptor<?, ?> method) {
        var marshaller = (MethodDescriptor.PrototypeMarshaller<?>) method.getResponseMarshaller();
        return (Message) Objects.requireNonNull(marshaller.getMessagePrototype());
    }
}
