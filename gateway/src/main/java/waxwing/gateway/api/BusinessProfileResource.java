package waxwing.gateway.api;

import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
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
        json.put("standing", lower(profile.standing()));
        json.put("suspension_reason", profile.suspensionReason().orElse(null));
        if (sandbox) {
            json.put("sandbox", true);
        }
        ObjectNode quality = json.putObject("quality");
        quality.put("rating", lower(profile.quality().rating()));
        ArrayNode reasons = quality.putArray("reasons");
        profile.quality().reasons().forEach(reason -> reasons.add(lower(reason)));
        return Answer.ok(json);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
