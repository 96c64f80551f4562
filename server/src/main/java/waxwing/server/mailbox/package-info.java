/// One durable queue for each device.
@NullMarked
package waxwing.server.mailbox;

import org.jspecify.annotations.NullMarked;
