package waxwing.server.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// A pool of threads that runs a task only when it is told to. A task can be told to run within another, as if it
/// ran beside it, up to the number of threads. What is scheduled for later may run at any time.
final class Lane extends AbstractExecutorService implements ScheduledExecutorService {
    private final int threads;
    private final List<Runnable> tasks = new ArrayList<>();
    private int running;
    private boolean shutdown;

    Lane(int threads) {
        this.threads = threads;
    }

    boolean canRun() {
        return running < threads && !tasks.isEmpty();
    }

    boolean isIdle() {
        return running == 0 && tasks.isEmpty();
    }

    /// Runs the oldest task, or with several threads any.
    void run(Chance chance) {
        run(threads == 1 ? 0 : chance.below(tasks.size()));
    }

    private void run(int index) {
        Runnable task = tasks.remove(index);
        running++;
        try {
            task.run();
        } finally {
            running--;
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        execute(task);
        return new NeverAsked();
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    private static final class NeverAsked extends CompletableFuture<Void> implements ScheduledFuture<Void> {
        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public void execute(Runnable task) {
        if (!shutdown) {
            tasks.add(task);
        }
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        List<Runnable> dropped = List.copyOf(tasks);
        tasks.clear();
        return dropped;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && isIdle();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        while (!tasks.isEmpty()) {
            run(0);
        }
        return true;
    }
}
