/// Reports of received messages: what has to be kept to prove one, and how much of it the person shows.
@NullMarked
package waxwing.client.report;

import org.jspecify.annotations.NullMarked;
