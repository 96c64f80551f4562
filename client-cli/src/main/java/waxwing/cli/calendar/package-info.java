/// Reservations as calendars read them.
@NullMarked
package waxwing.cli.calendar;

import org.jspecify.annotations.NullMarked;
