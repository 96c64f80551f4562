/// How the relay sees the business: whether it may send, and how much. The business is told when that changes.
@NullMarked
package waxwing.gateway.standing;

import org.jspecify.annotations.NullMarked;
