@NullMarked
package waxwing.cli.story;

import org.jspecify.annotations.NullMarked;
