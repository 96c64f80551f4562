@NullMarked
package waxwing.cli;

import org.jspecify.annotations.NullMarked;
