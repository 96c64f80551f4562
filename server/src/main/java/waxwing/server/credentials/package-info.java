/// What the relay signs and whose signatures it checks. The one package that sees libsignal, and never a session.
@NullMarked
package waxwing.server.credentials;

import org.jspecify.annotations.NullMarked;
