/// The edge that all services share: who calls, what is well-formed, and how a failure reads.
@NullMarked
package waxwing.server.rpc;

import org.jspecify.annotations.NullMarked;
