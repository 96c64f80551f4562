@NullMarked
package waxwing.server.rpc;

import org.jspecify.annotations.NullMarked;
