/// One durable queue for each device: deposit, stream, acknowledge, expire.
///
/// [Mailbox] is the front door. A [Deposit] puts entries for all devices of one account into their queues,
/// together with the record that makes its submit idempotent, and is accepted once it is durable or already
/// acknowledged by the devices (*acknowledged-or-stored*). A [MailboxStream] is one connected device's view of
/// its queue.
///
/// Three threads of control meet here and none waits for another while it holds a lock: whoever deposits takes
/// the locks of the queues concerned, names the entries' sequences and hands them to the [Committer] in that
/// same order; the committer's one thread writes what has gathered as one synced batch to the [MailboxStore]; a
/// second thread tells the depositors. So within a queue the order of sequences, of commits and of deliveries
/// is one and the same. [MailboxThreads] says which threads these are.
@NullMarked
package waxwing.server.mailbox;

import org.jspecify.annotations.NullMarked;
