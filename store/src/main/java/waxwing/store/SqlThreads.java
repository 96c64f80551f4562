package waxwing.store;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The platform threads that alone touch a database. Nobody interrupts them: a thread interrupted during I/O
/// would close an H2 file for the whole process. Callers wait without being interruptible either, so that a
/// caller never goes on while its work still runs.
final class SqlThreads implements AutoCloseable {
    private final ExecutorService threads;

    SqlThreads(String name, int count) {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(
                count,
                work -> Thread.ofPlatform()
                        .name(name + "-" + number.incrementAndGet())
                        .daemon(true)
                        .unstarted(work));
    }

    <T> T call(Callable<T> work) {
        Future<T> running;
        try {
            running = threads.submit(work);
        } catch (RejectedExecutionException e) {
            throw new StorageFailure("the database is closed", e);
        }
        return await(running);
    }

    private static <T> T await(Future<T> running) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return running.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw rethrown(e.getCause(), e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause, ExecutionException wrapper) {
        if (cause instanceof RuntimeException failure) {
            return failure;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new StorageFailure("database work failed", wrapper);
    }

    /// Lets running and queued work finish.
    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                if (threads.awaitTermination(1, TimeUnit.SECONDS)) {
                    break;
                }
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
