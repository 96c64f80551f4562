@NullMarked
package waxwing.server.mailbox;

import org.jspecify.annotations.NullMarked;
