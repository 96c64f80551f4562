package waxwing.gateway.api;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.apikey.ApiKeyEntry;

/// A request for an operation by a caller who was let in.
///
/// @param id what stands for the variable of the operation's path; empty if there is none
/// @param sent the body, if one was sent
/// @param idempotencyKey as it was sent; empty if it was not
public record Call(ApiKeyEntry caller, String id, Query query, Optional<ObjectNode> sent, String idempotencyKey) {
    /// The body of an operation that can't do without.
    ///
    /// @throws Rejection if none was sent
    ObjectNode body() {
        return sent.orElseThrow(() -> new Rejection(
                Fault.at("body", ErrorCode.MISSING_PARAMETER, "is required").hint("Send one JSON object in UTF-8.")));
    }

    @Override
    public String toString() {
        return "Call[by " + caller.id() + "]";
    }
}
