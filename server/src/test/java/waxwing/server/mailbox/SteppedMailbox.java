package waxwing.server.mailbox;

import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;

/// Mailboxes whose threads a test runs step by step.
public final class SteppedMailbox {
    private SteppedMailbox() {}

    public static Mailbox open(
            MailboxStore store,
            InstantSource clock,
            MailboxLimits limits,
            ScheduledExecutorService committing,
            ExecutorService telling,
            ExecutorService reading) {
        return new Mailbox(store, clock, limits, new MailboxThreads(committing, telling, reading));
    }

    /// @return tells whether the wipe is durable by now
    public static BooleanSupplier beginWipe(Mailbox mailbox, QueueId queue) {
        return mailbox.beginWipe(queue)::isDone;
    }
}
