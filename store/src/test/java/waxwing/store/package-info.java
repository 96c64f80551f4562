@NullMarked
package waxwing.store;

import org.jspecify.annotations.NullMarked;
