@NullMarked
package waxwing.server;

import org.jspecify.annotations.NullMarked;
