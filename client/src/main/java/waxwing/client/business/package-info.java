/// A business's own identity at its relay: the certificate that the relay gives it, the domains that it
/// proves, and what it says of itself.
@NullMarked
package waxwing.client.business;

import org.jspecify.annotations.NullMarked;
