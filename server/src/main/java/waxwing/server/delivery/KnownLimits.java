package waxwing.server.delivery;

import waxwing.model.AccountId;
import waxwing.relay.v1.BusinessLimits;
import waxwing.server.business.Businesses;
import waxwing.server.business.Tiers;
import waxwing.server.limits.Rate;

/// What a business may do, as the business itself and the operator are told it.
public record KnownLimits(Businesses businesses, Tiers tiers, SendRates rates) {
    public BusinessLimits of(AccountId business) {
        Tiers.Usage usage = tiers.usageOf(business);
        Rate submits = businesses.isVerified(business)
                ? rates.submits().verifiedBusiness()
                : rates.submits().usual();
        return BusinessLimits.newBuilder()
                .setTier(usage.tier().number())
                .setPeoplePerDay(usage.tier().people().orElse(0))
                .setPeopleUsed(usage.used())
                .setNextFreeAtMs(usage.nextFreeAtMillis().orElse(0))
                .setSetByOperator(usage.setByOperator())
                .setSubmitsPerMinute(Math.toIntExact(submits.burst()))
                .setSubmitsToOnePerMinute(Math.toIntExact(rates.toOne().burst()))
                .build();
    }
}
