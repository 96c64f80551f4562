@NullMarked
package waxwing.server.business;

import org.jspecify.annotations.NullMarked;
