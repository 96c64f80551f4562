@NullMarked
package waxwing.server.sql;

import org.jspecify.annotations.NullMarked;
