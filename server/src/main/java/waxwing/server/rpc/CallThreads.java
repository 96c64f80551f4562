package waxwing.server.rpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.concurrent.Executor;

/// On which threads calls run, each one step at a time.
///
/// A unary call has a virtual thread, so that it may wait for the database. A stream begins on one, because letting its
/// caller in may read the database, and goes on on its connection's event loop: a message is then read, decided,
/// handed on and answered without waking another thread. What such a stream does must not wait; it hands over by itself
/// what might.
record CallThreads(Executor waiting) implements ServerCallExecutorSupplier {
    @Override
    public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata metadata) {
        return call.getMethodDescriptor().getType() == MethodDescriptor.MethodType.BIDI_STREAMING
                ? new FirstElsewhere(waiting)
                : waiting;
    }

    /// Runs the first task elsewhere and the others at once, on the thread that brings them. The call never brings
    /// one before the last is done.
    private static final class FirstElsewhere implements Executor {
        private final Executor elsewhere;
        private volatile boolean begun;

        private FirstElsewhere(Executor elsewhere) {
            this.elsewhere = elsewhere;
        }

        @Override
        public void execute(Runnable task) {
            if (begun) {
                task.run();
            } else {
                begun = true;
                elsewhere.execute(task);
            }
        }
    }
}
