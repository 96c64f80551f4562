/// The connection to the relay: pinned TLS 1.3, credentials, deadlines, and the certificates of who speaks.
@NullMarked
package waxwing.client.relay;

import org.jspecify.annotations.NullMarked;
