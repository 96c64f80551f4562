package waxwing.client.registration;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import waxwing.relay.v1.BusinessLimits;

/// How much the relay lets a business send.
///
/// @param tier 1 to 5
/// @param people how many different ones it may write to within any 24 hours; empty: as many as it likes
/// @param peopleUsed those that count now; of a business without a limit nobody is counted
/// @param nextFree when the first of them counts no more; empty if nobody counts
/// @param messagesPerMinute at once and again over each minute
/// @param messagesToOnePerMinute of these, to any one person
public record SendingLimits(
        int tier,
        OptionalInt people,
        int peopleUsed,
        Optional<Instant> nextFree,
        int messagesPerMinute,
        int messagesToOnePerMinute) {
    static SendingLimits of(BusinessLimits limits) {
        int people = limits.getPeoplePerDay();
        long nextFree = limits.getNextFreeAtMs();
        return new SendingLimits(
                limits.getTier(),
                people == 0 ? OptionalInt.empty() : OptionalInt.of(people),
                limits.getPeopleUsed(),
                nextFree == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(nextFree)),
                limits.getSubmitsPerMinute(),
                limits.getSubmitsToOnePerMinute());
    }
}
