/// How a phone number becomes an account.
@NullMarked
package waxwing.server.registration;

import org.jspecify.annotations.NullMarked;
