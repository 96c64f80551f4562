/// Whom the business does not write to: because the person said so, or because the business did.
@NullMarked
package waxwing.gateway.suppression;

import org.jspecify.annotations.NullMarked;
