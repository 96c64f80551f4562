@NullMarked
package waxwing.cli.terminal;

import org.jspecify.annotations.NullMarked;
