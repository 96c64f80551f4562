/// What the gateway's own operator asks of it: its state, its API keys, its events and webhooks. Whoever
/// owns the data folder answers: the running gateway over a Unix socket in that folder, or else the command
/// itself.
@NullMarked
package waxwing.gateway.admin;

import org.jspecify.annotations.NullMarked;
