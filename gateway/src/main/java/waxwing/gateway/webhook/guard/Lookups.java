package waxwing.gateway.webhook.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks names up on a bounded set of platform threads, because a resolver may block its thread, which nothing
/// can interrupt. A name has one look-up at a time, whoever asks for it, so that one that hangs takes one thread;
/// there are more of those than there can be endpoints.
final class Lookups implements AutoCloseable {
    static final int AT_ONCE = 32;

    private static final int WAITING = 64;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final HostResolver resolver;
    private final Duration patience;
    private final Map<String, FutureTask<List<InetAddress>>> running = new HashMap<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            work -> Thread.ofPlatform().name("gateway-lookup").daemon(true).unstarted(work));

    /// @param patience in which the resolver has to answer
    Lookups(HostResolver resolver, Duration patience) {
        this.resolver = resolver;
        this.patience = patience;
        threads.allowCoreThreadTimeOut(true);
    }

    /// All addresses of a host; none if there are none, or if they were not found in time.
    List<InetAddress> addresses(String host) throws InterruptedException {
        try {
            return lookup(host).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | RejectedExecutionException _) {
            return List.of();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                return List.of();
            }
            throw new IllegalStateException("the resolver failed", e.getCause());
        }
    }

    private FutureTask<List<InetAddress>> lookup(String host) {
        synchronized (running) {
            FutureTask<List<InetAddress>> already = running.get(host);
            if (already != null) {
                return already;
            }
            var begun = new FutureTask<>(() -> resolved(host));
            threads.execute(begun);
            running.put(host, begun);
            return begun;
        }
    }

    private List<InetAddress> resolved(String host) throws UnknownHostException {
        try {
            return resolver.resolve(host);
        } finally {
            synchronized (running) {
                running.remove(host);
            }
        }
    }

    /// Look-ups that hang are left behind.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
