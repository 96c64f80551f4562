/// The business's end: a REST API on the business's own machine, in front of a client like any other.
///
/// [waxwing.gateway.Main] is the program; [waxwing.gateway.Gateway] puts it together. A message's way: `rest`
/// reads and checks the request, `message` makes it durable together with its idempotency key, and only then is
/// it answered with `accepted`; from there it goes to the client library under the same message id, as often as
/// it takes, and the client library sends it once. Whatever the relay or the recipient says comes back as an
/// entry of the message's timeline.
@NullMarked
package waxwing.gateway;

import org.jspecify.annotations.NullMarked;
