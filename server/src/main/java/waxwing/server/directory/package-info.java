/// From a phone number to an account.
@NullMarked
package waxwing.server.directory;

import org.jspecify.annotations.NullMarked;
