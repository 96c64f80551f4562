/// Talking line by line ([LineChat]), over a line editor or over plain streams.
@NullMarked
package waxwing.cli.chat;

import org.jspecify.annotations.NullMarked;
