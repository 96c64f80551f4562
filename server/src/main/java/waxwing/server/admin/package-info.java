/// The operator's service on a Unix socket.
@NullMarked
package waxwing.server.admin;

import org.jspecify.annotations.NullMarked;
