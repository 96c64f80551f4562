/// What an operator can set, where it may be set, and what is wrong with it.
@NullMarked
package waxwing.server.config;

import org.jspecify.annotations.NullMarked;
