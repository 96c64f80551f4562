/// What the relay's domains share to keep SQL off their hot paths.
@NullMarked
package waxwing.server.sql;

import org.jspecify.annotations.NullMarked;
