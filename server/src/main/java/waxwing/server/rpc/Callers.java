package waxwing.server.rpc;

import io.grpc.Context;
import java.util.Objects;
import waxwing.server.account.Caller;

/// Who makes the current call.
public final class Callers {
    static final Context.Key<Caller> CALLER = Context.key("waxwing-caller");

    private Callers() {}

    /// The device that calls. Only within a call of a service that is not anonymous; take it before handing work over.
    public static Caller current() {
        return Objects.requireNonNull(CALLER.get(), "the current call has no caller: is the service anonymous?");
    }
}
