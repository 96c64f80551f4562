/// Webhooks by the Standard Webhooks specification (1.0.0): events of the log, signed, posted to the
/// business's own receivers, again and again until one says that it has them.
///
/// Each endpoint has its place in the log, a queue of what it is still to get, and a virtual thread of its
/// own that makes one attempt at a time ([EndpointWorker]); a receiver that hangs delays nobody but itself.
/// What came of an attempt is stored with what follows from it, so that a crash repeats at most the one
/// that was running.
@NullMarked
package waxwing.gateway.webhook;

import org.jspecify.annotations.NullMarked;
