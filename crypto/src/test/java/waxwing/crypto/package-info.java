@NullMarked
package waxwing.crypto;

import org.jspecify.annotations.NullMarked;
