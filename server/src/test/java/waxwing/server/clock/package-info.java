@NullMarked
package waxwing.server.clock;

import org.jspecify.annotations.NullMarked;
