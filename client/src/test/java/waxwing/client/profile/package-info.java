@NullMarked
package waxwing.client.profile;

import org.jspecify.annotations.NullMarked;
