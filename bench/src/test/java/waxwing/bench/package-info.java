@NullMarked
package waxwing.bench;

import org.jspecify.annotations.NullMarked;
