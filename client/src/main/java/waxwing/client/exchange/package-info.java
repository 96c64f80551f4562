/// Messages on their way: the outbox, the inbox and the long stream between this end and the relay.
@NullMarked
package waxwing.client.exchange;

import org.jspecify.annotations.NullMarked;
