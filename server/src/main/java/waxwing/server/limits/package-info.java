/// How often something may be done: exact token buckets.
@NullMarked
package waxwing.server.limits;

import org.jspecify.annotations.NullMarked;
