@NullMarked
package waxwing.server.mail;

import org.jspecify.annotations.NullMarked;
