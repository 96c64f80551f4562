/// Where webhooks may go, and how they get there: the guard against requests that somebody makes the
/// gateway send into its own network (SSRF).
///
/// A URL is read strictly ([WebhookUrl]), its host is resolved by the gateway itself, *every* address it
/// has is judged ([AddressPolicy]), and the connection is made to the very address that was judged
/// ([TargetClient]), so that a name can't change its mind in between. Redirects are not followed, a proxy
/// is not asked, time and size are bounded.
@NullMarked
package waxwing.gateway.webhook.guard;

import org.jspecify.annotations.NullMarked;
