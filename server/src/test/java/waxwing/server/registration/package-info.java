@NullMarked
package waxwing.server.registration;

import org.jspecify.annotations.NullMarked;
