/// The keys with which the business's own programs call the gateway. Only their hashes are stored.
@NullMarked
package waxwing.gateway.apikey;

import org.jspecify.annotations.NullMarked;
