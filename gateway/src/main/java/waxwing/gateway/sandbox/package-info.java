/// A gateway's world without a relay: simulated people, known by their numbers, and a clock that can be moved
/// on. Everything else of the gateway is the same as before a relay.
@NullMarked
package waxwing.gateway.sandbox;

import org.jspecify.annotations.NullMarked;
