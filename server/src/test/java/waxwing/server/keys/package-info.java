@NullMarked
package waxwing.server.keys;

import org.jspecify.annotations.NullMarked;
