/// Codes by e-mail to an SMS gateway.
@NullMarked
package waxwing.server.mail;

import org.jspecify.annotations.NullMarked;
