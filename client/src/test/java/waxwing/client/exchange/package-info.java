/// The inbox and the lane, without a relay.
@NullMarked
package waxwing.client.exchange;

import org.jspecify.annotations.NullMarked;
