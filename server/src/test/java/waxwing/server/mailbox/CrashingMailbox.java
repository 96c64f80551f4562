package waxwing.server.mailbox;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Semaphore;

/// A process that deposits without end and prints the number of each deposit once it was told accepted, until
/// it is killed.
final class CrashingMailbox {
    static final int QUEUES = 64;
    private static final int IN_FLIGHT = 64;

    private CrashingMailbox() {}

    /// @param args the folder of the mailboxes, and the first number to deposit
    public static void main(String[] args) {
        Mailbox mailbox =
                new Mailbox(RocksMailboxStore.open(Path.of(args[0])), Clock.systemUTC(), MailboxLimits.DEFAULT);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        Semaphore room = new Semaphore(IN_FLIGHT);
        for (long number = Long.parseLong(args[1]); true; number++) {
            room.acquireUninterruptibly();
            long told = number;
            QueueId queue = new QueueId(1 + number % QUEUES);
            Deposit.Addressed entry = new Deposit.Addressed(queue, Mail.message(Long.toString(number)));
            mailbox.deposit(
                    new Deposit(Mail.submit(1_000, number), 1_000, Deposit.Disposition.STORE, List.of(entry)),
                    outcome -> {
                        if (outcome instanceof DepositOutcome.Accepted) {
                            out.println(told);
                        }
                        room.release();
                    });
        }
    }
}
