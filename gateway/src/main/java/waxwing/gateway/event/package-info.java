/// The durable log of what the business is told: each event is written together with the thing that it
/// tells of, and read by cursor, by the API, by the command line and by webhooks.
@NullMarked
package waxwing.gateway.event;

import org.jspecify.annotations.NullMarked;
