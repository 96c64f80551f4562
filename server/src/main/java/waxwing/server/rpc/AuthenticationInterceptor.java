package waxwing.server.rpc;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.model.MalformedValueException;
import waxwing.relay.v1.Caller;
import waxwing.server.account.DeviceCredentials;
import waxwing.server.account.DeviceSecret;

/// Lets a call through to whom [CallerRules] allow it, and puts who that is into the call's context.
///
/// Credentials are the metadata entry `authorization`: `Waxwing <account uuid>.<device id>:<base64url of 32
/// bytes, unpadded>`.
public final class AuthenticationInterceptor implements ServerInterceptor {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final Pattern FORM = Pattern.compile(
            "Waxwing (?<account>[0-9a-fA-F-]{36})\\.(?<device>[0-9]{1,3}):(?<secret>[A-Za-z0-9_-]{43})");
    private static final SocketAddress NOWHERE = InetSocketAddress.createUnresolved("unknown", 0);

    private final CallerRules rules;
    private final Function<DeviceCredentials, Optional<waxwing.server.account.Caller>> accounts;

    /// @param accounts who holds these credentials now
    public AuthenticationInterceptor(
            CallerRules rules, Function<DeviceCredentials, Optional<waxwing.server.account.Caller>> accounts) {
        this.rules = rules;
        this.accounts = accounts;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Set<Caller> admitted =
                rules.callersOf(String.valueOf(call.getMethodDescriptor().getServiceName()));
        SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        Context context = Context.current().withValue(Callers.REMOTE_ADDRESS, remote == null ? NOWHERE : remote);
        if (admitted.contains(Caller.ANONYMOUS)) {
            if (headers.containsKey(AUTHORIZATION)) {
                throw Rejection.credentialsNotAllowed();
            }
        } else if (!admitted.contains(Caller.OPERATOR)) {
            context = context.withValue(Callers.CALLER, admit(admitted, headers));
        }
        return Contexts.interceptCall(context, call, headers, next);
    }

    private waxwing.server.account.Caller admit(Set<Caller> admitted, Metadata headers) {
        waxwing.server.account.Caller caller =
                credentials(headers).flatMap(accounts).orElseThrow(Rejection::badCredentials);
        if (!admitted.contains(kind(caller.type()))) {
            throw Rejection.wrongCaller();
        }
        return caller;
    }

    private static Caller kind(AccountType type) {
        return switch (type) {
            case PERSON -> Caller.PERSON;
            case BUSINESS -> Caller.BUSINESS;
        };
    }

    private static Optional<DeviceCredentials> credentials(Metadata headers) {
        Iterable<String> all = headers.getAll(AUTHORIZATION);
        List<String> values = new ArrayList<>();
        if (all != null) {
            all.forEach(values::add);
        }
        return values.size() == 1 ? parse(values.getFirst()) : Optional.empty();
    }

    private static Optional<DeviceCredentials> parse(String header) {
        Matcher form = FORM.matcher(header);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            byte[] secret = Base64.getUrlDecoder().decode(form.group("secret"));
            return Optional.of(new DeviceCredentials(
                    AccountId.parse(form.group("account")),
                    new DeviceId(Integer.parseInt(form.group("device"))),
                    DeviceSecret.of(ByteString.copyFrom(secret))));
        } catch (MalformedValueException _) {
            return Optional.empty();
        }
    }
}
