/// What was said and what became of it: bodies, states, the history, and the durable log of events.
@NullMarked
package waxwing.client.messages;

import org.jspecify.annotations.NullMarked;
