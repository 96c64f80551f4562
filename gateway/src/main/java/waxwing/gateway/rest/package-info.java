/// The REST API: reads requests strictly, answers in JSON, and tells every error as a problem (RFC 9457).
@NullMarked
package waxwing.gateway.rest;

import org.jspecify.annotations.NullMarked;
