/// The business's end: a REST API on the business's own machine, in front of a client like any other.
///
/// [waxwing.gateway.Main] is the program; [waxwing.gateway.Gateway] puts it together. A message's way: `rest`
/// reads and checks the request, `message` makes it durable together with its idempotency key, and only then is
/// it answered with `accepted`; from there it goes to the client library under the same message id, as often as
/// it takes, and the client library sends it once. Whatever the relay or the recipient says comes back as an
/// entry of the message's timeline.
///
/// **The order of locks.** Transactions of the gateway's store run side by side. One that takes several rows takes
/// them in this order, so that no two wait for each other; within one table in the order of its key:
///
/// 1. `contact`: all people that it has to do with, before anything else ([waxwing.gateway.contact.Contacts#remember])
/// 2. `message`: all that it changes, before the first; then `timeline`, `outgoing` and `held` in the order of the
///    messages, `batch`, `idempotency`. Who hands over takes of these `outgoing` alone
/// 3. `suppression`, then `refused_kind`, then `conversation_window`
/// 4. `webhook_endpoint`, then the endpoint's own `webhook_delivery` and `webhook_attempt`
/// 5. `event_sequence`, by whoever gives events their numbers or forgets some; then `event`
///
/// Adding an event locks nothing that anybody waits for, so it may be done under every other lock. `followed`,
/// `refused_kind` and `standing` are changed by one thread each. Whoever still gets into another's way is rolled
/// back and run again ([waxwing.store.Database#inRetriedTransaction]); `LockOrderTest` proves that this does not
/// happen.
@NullMarked
package waxwing.gateway;

import org.jspecify.annotations.NullMarked;
