package waxwing.server.delivery;

import waxwing.model.AccountId;
import waxwing.relay.v1.BusinessLimits;
import waxwing.server.business.Tiers;

/// What a business may do, as the business itself and the operator are told it.
public record KnownLimits(Tiers tiers, SendRates rates) {
    public BusinessLimits of(AccountId business) {
        Tiers.Usage usage = tiers.usageOf(business);
        return BusinessLimits.newBuilder()
                .setTier(usage.tier().number())
                .setPeoplePerDay(usage.tier().people().orElse(0))
                .setPeopleUsed(usage.used())
                .setNextFreeAtMs(usage.nextFreeAtMillis().orElse(0))
                .setSetByOperator(usage.setByOperator())
                .setSubmitsPerMinute(Math.toIntExact(rates.submits().burst()))
                .setSubmitsToOnePerMinute(Math.toIntExact(rates.toOne().burst()))
                .build();
    }
}
