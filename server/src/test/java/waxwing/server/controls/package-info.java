@NullMarked
package waxwing.server.controls;

import org.jspecify.annotations.NullMarked;
