@NullMarked
package waxwing.cli.command;

import org.jspecify.annotations.NullMarked;
