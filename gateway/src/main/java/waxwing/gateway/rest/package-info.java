/// The API over HTTP.
@NullMarked
package waxwing.gateway.rest;

import org.jspecify.annotations.NullMarked;
