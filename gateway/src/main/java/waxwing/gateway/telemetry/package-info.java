/// What a log may hold.
@NullMarked
package waxwing.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
