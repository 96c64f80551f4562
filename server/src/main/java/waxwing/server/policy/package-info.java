/// The terms of use and who accepted which version.
@NullMarked
package waxwing.server.policy;

import org.jspecify.annotations.NullMarked;
