package waxwing.gateway.api;

import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.business.DescriptionChange;
import waxwing.client.registration.BusinessProfile;
import waxwing.client.registration.Description;
import waxwing.client.registration.ProvenDomain;

/// `/v1/businessProfile`: the business as the relay sees it. What it says of itself it can change; its name
/// only the relay's operator can.
final class BusinessProfileResource {
    private final Operations.Business business;
    private final boolean sandbox;

    /// @param sandbox whether nothing reaches anybody
    BusinessProfileResource(Operations.Business business, boolean sandbox) {
        this.business = business;
        this.sandbox = sandbox;
    }

    Answer show(Call call) {
        BusinessProfile profile = business.identity().profile();
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
        ArrayNode domains = json.putArray("domains");
        profile.domains().forEach(domain -> describe(domains.addObject(), domain));
        describe(json, profile.says());
        return Answer.ok(json);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void describe(ObjectNode json, ProvenDomain domain) {
        json.put("domain", domain.name());
        json.put("verified_at", domain.verifiedAt().toString());
        json.put("expires_at", domain.expiresAt().toString());
    }

    private static void describe(ObjectNode json, Description says) {
        json.put("about", says.about());
        json.put("website", says.website());
        json.put("support_email", says.supportEmail());
    }

    /// Changes what the body has and leaves the rest.
    Answer change(Call call) {
        var faults = new Faults();
        var fields = new JsonFields("", call.body(), faults);
        Optional<String> about = text(fields, "about", 500);
        Optional<String> website = text(fields, "website", 2_000);
        Optional<String> supportEmail = text(fields, "support_email", 254);
        fields.refuseOthers();
        faults.throwIfAny();
        return switch (business.identity().describe(new DescriptionChange(about, website, supportEmail))) {
            case DescriptionChange.Outcome.Changed _ -> show(call);
            case DescriptionChange.Outcome.Refused(String field, String why) ->
                throw new Rejection(refused(field, why));
        };
    }

    private static Fault refused(String field, String why) {
        Fault fault = Fault.at(field, ErrorCode.INVALID_PARAMETER, why);
        return field.equals("about") ? fault : fault.hint(SendRequest.PROVE_IT);
    }

    private static Optional<String> text(JsonFields fields, String name, int longest) {
        Optional<String> text = fields.text(name);
        int length = text.map(some -> some.codePointCount(0, some.length())).orElse(0);
        if (length > longest) {
            fields.invalid(name, "has " + length + " characters (expected: at most " + longest + ")");
        }
        return text;
    }
}
