package waxwing.gateway.api;

import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.registration.BusinessProfile;

/// `/v1/businessProfile`: the business as the relay sees it. The relay lets nobody change it but its operator.
final class BusinessProfileResource {
    private final Operations.Business business;
    private final boolean sandbox;

    /// @param sandbox whether nothing reaches anybody
    BusinessProfileResource(Operations.Business business, boolean sandbox) {
        this.business = business;
        this.sandbox = sandbox;
    }

    Answer show(Call call) {
        BusinessProfile profile = business.profile().get();
        ObjectNode json = Json.object();
        json.put("business_id", business.id().toString());
        json.put("phone_number", business.number().e164());
        json.put("name", profile.name());
        json.put("standing", profile.standing().name().toLowerCase(Locale.ROOT));
        json.put("suspension_reason", profile.suspensionReason().orElse(null));
        if (sandbox) {
            json.put("sandbox", true);
        }
        return Answer.ok(json);
    }
}
