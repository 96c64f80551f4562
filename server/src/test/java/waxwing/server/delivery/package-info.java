@NullMarked
package waxwing.server.delivery;

import org.jspecify.annotations.NullMarked;
