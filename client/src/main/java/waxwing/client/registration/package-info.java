/// How a number becomes an account of this profile.
@NullMarked
package waxwing.client.registration;

import org.jspecify.annotations.NullMarked;
