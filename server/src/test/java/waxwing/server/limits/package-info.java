@NullMarked
package waxwing.server.limits;

import org.jspecify.annotations.NullMarked;
