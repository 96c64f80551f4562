/// What time it is for the relay, whatever becomes of the system's clock.
@NullMarked
package waxwing.server.clock;

import org.jspecify.annotations.NullMarked;
