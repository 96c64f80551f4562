package waxwing.server.mailbox;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads that mailboxes work on. None of them is ever interrupted, and what is handed to one that has ended is
/// dropped: whoever hands it over counts on that.
///
/// @param committing writes batches, one task at a time
/// @param telling tells what became of them, one task at a time and in order
/// @param reading fills the buffers of streams
record MailboxThreads(ExecutorService committing, ExecutorService telling, ExecutorService reading) {
    private static final int READERS = 4;

    /// Platform threads: the storage is native code, and pins what calls it.
    static MailboxThreads platform() {
        return new MailboxThreads(pool("mailbox-commit", 1), pool("mailbox-settle", 1), pool("mailbox-read", READERS));
    }

    private static ExecutorService pool(String name, int threads) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> Thread.ofPlatform().name(name).daemon(true).unstarted(work),
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
