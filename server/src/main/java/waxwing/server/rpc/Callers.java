package waxwing.server.rpc;

import io.grpc.Context;
import java.net.SocketAddress;
import java.util.Objects;
import waxwing.server.account.Caller;

/// Who makes the current call.
public final class Callers {
    static final Context.Key<Caller> CALLER = Context.key("waxwing-caller");
    static final Context.Key<SocketAddress> REMOTE_ADDRESS = Context.key("waxwing-remote-address");

    private Callers() {}

    /// The device that calls. Only within a call of a service that is not anonymous; take it before handing work
    /// over.
    public static Caller current() {
        return Objects.requireNonNull(CALLER.get(), "the current call has no caller: is the service anonymous?");
    }

    /// Where the current call comes from. For limits; never kept.
    public static SocketAddress remoteAddress() {
        return Objects.requireNonNull(REMOTE_ADDRESS.get(), "there is no current call");
    }
}
