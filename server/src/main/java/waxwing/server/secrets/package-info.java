/// The relay's own secrets, kept outside the database, and what they seal.
@NullMarked
package waxwing.server.secrets;

import org.jspecify.annotations.NullMarked;
