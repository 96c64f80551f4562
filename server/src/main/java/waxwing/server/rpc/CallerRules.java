package waxwing.server.rpc;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import waxwing.relay.v1.Caller;
import waxwing.relay.v1.Options;

/// Who may call each service, as its descriptor's `callers` option says. There is no other place to say it.
public final class CallerRules {
    /// Where services are served.
    public enum Door {
        /// The public port.
        PUBLIC,
        /// The operator's Unix socket.
        OPERATOR
    }

    private final Map<String, Set<Caller>> byService;

    private CallerRules(Map<String, Set<Caller>> byService) {
        this.byService = Map.copyOf(byService);
    }

    /// @throws IllegalStateException if a service says nothing, or something that can't be served at this door
    public static CallerRules of(Door door, Collection<ServerServiceDefinition> services) {
        Map<String, Set<Caller>> rules = new HashMap<>();
        for (ServerServiceDefinition service : services) {
            String name = service.getServiceDescriptor().getName();
            Set<Caller> callers = declared(service);
            check(door, name, callers);
            rules.put(name, callers);
        }
        return new CallerRules(rules);
    }

    private static Set<Caller> declared(ServerServiceDefinition service) {
        Set<Caller> callers = EnumSet.noneOf(Caller.class);
        if (service.getServiceDescriptor().getSchemaDescriptor() instanceof ProtoServiceDescriptorSupplier proto) {
            ServiceDescriptor descriptor = proto.getServiceDescriptor();
            callers.addAll(descriptor.getOptions().getExtension(Options.callers));
        }
        return callers;
    }

    private static void check(Door door, String service, Set<Caller> callers) {
        if (callers.isEmpty()) {
            throw new IllegalStateException(service + ": states no callers (expected: option (callers) = …)");
        }
        if (callers.contains(Caller.CALLER_UNSPECIFIED) || callers.contains(Caller.UNRECOGNIZED)) {
            throw new IllegalStateException(service + ": states a caller that doesn't exist");
        }
        boolean alone = callers.contains(Caller.ANONYMOUS) || callers.contains(Caller.OPERATOR);
        if (alone && callers.size() > 1) {
            throw new IllegalStateException(service + ": ANONYMOUS and OPERATOR stand alone (found: " + callers + ")");
        }
        if (callers.contains(Caller.OPERATOR) != (door == Door.OPERATOR)) {
            throw new IllegalStateException(
                    service + ": is for " + callers + " and can't be served at the door " + door);
        }
    }

    Set<Caller> callersOf(String service) {
        return Objects.requireNonNull(byService.get(service), "a service that is not served was called");
    }
}
