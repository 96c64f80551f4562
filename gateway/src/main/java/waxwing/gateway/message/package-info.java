/// What the business sends: accepted durably and once, handed to the transport, and followed to its end.
@NullMarked
package waxwing.gateway.message;

import org.jspecify.annotations.NullMarked;
