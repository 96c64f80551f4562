/// One process owns a profile; any other command of the same person is run by it.
///
/// The owner listens on a Unix socket in a folder of mode 0700 ([OwnerSocket]). A second process hands over its
/// command line ([Invocation]) and from then on only carries bytes: what the command prints comes back, what it
/// reads is fetched piece by piece when it asks, the exit code ends it ([Forwarding]). If the owner goes away
/// in the middle, the second process runs the command itself; an invocation has an id, which names the message
/// that it sends, so nothing is sent twice.
@NullMarked
package waxwing.cli.owner;

import org.jspecify.annotations.NullMarked;
