/// Ends against a real relay.
@NullMarked
package waxwing.client;

import org.jspecify.annotations.NullMarked;
