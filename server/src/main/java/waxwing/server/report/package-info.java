/// Reports of what people were sent: proven by the relay's own tag, counted, and judged by published
/// rules. Nothing here can read a message that its recipient does not show.
@NullMarked
package waxwing.server.report;

import org.jspecify.annotations.NullMarked;
