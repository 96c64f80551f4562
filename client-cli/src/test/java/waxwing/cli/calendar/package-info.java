@NullMarked
package waxwing.cli.calendar;

import org.jspecify.annotations.NullMarked;
