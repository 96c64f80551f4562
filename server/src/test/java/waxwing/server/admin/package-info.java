@NullMarked
package waxwing.server.admin;

import org.jspecify.annotations.NullMarked;
