/// Which kinds of message people have told the business to stop.
@NullMarked
package waxwing.gateway.optout;

import org.jspecify.annotations.NullMarked;
