@NullMarked
package waxwing.server.telemetry;

import org.jspecify.annotations.NullMarked;
