package waxwing.server.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/// A pool of threads that runs a task only when it is told to. A task can be told to run within another, as if it
/// ran beside it, up to the number of threads.
final class Lane extends AbstractExecutorService {
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
