@NullMarked
package waxwing.cli.owner;

import org.jspecify.annotations.NullMarked;
