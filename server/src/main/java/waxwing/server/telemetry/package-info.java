/// What the relay tells its operator about itself, on loopback.
@NullMarked
package waxwing.server.telemetry;

import org.jspecify.annotations.NullMarked;
