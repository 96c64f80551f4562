@NullMarked
package waxwing.server.secrets;

import org.jspecify.annotations.NullMarked;
