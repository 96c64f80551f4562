/// What the API does, whichever way a request came in: reads it strictly, and answers in JSON or with a
/// problem (RFC 9457). [waxwing.gateway.api.Operations] lists all of it.
@NullMarked
package waxwing.gateway.api;

import org.jspecify.annotations.NullMarked;
