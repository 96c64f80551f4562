package waxwing.server.mailbox;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads that mailboxes work on. None of them is ever interrupted, and what is handed to one that has ended is
/// dropped: whoever hands it over counts on that.
///
/// @param committing writes batches, one task at a time; what is scheduled for later is dropped at its end
/// @param telling tells what became of them, one task at a time and in order
/// @param reading fills the buffers of streams
record MailboxThreads(ScheduledExecutorService committing, ExecutorService telling, ExecutorService reading) {
    private static final int READERS = 4;

    /// Platform threads: the storage is native code, and pins what calls it.
    static MailboxThreads platform() {
        return new MailboxThreads(timed("mailbox-commit"), pool("mailbox-settle", 1), pool("mailbox-read", READERS));
    }

    private static ScheduledExecutorService timed(String name) {
        ScheduledThreadPoolExecutor threads =
                new ScheduledThreadPoolExecutor(1, named(name), new ThreadPoolExecutor.DiscardPolicy());
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return threads;
    }

    private static ThreadFactory named(String name) {
        return work -> Thread.ofPlatform().name(name).daemon(true).unstarted(work);
    }

    private static ExecutorService pool(String name, int threads) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named(name),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /// Lets the threads finish what they were handed, and waits for that even if interrupted.
    static void end(ExecutorService threads) {
        threads.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.HOURS)) {
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
