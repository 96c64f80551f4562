package waxwing.server.delivery;

import java.time.Duration;
import waxwing.server.limits.AccountLimiter;
import waxwing.server.limits.Rate;

/// How much may be sent.
///
/// @param submits of one account
/// @param toOne submits of one account to one other
/// @param bytesToOne bytes of ciphertext from one account to one other
/// @param inboundBytes bytes of ciphertext from all people to one account
public record SendRates(AccountLimiter.Rates submits, Rate toOne, Rate bytesToOne, Rate inboundBytes) {
    /// Six devices' largest ciphertexts fit into it, whatever the operator sets.
    private static final long SMALLEST_BURST = 1L << 20;

    private static final int HOURS_AT_ONCE = 4;
    private static final int SENDERS = 4;

    /// @param inboundHourly bytes that an account may be sent over an hour; four times as much at once, and a quarter
    ///     of it by any one sender, so that none can use up what is there for all
    public static SendRates of(AccountLimiter.Rates submits, Rate toOne, long inboundHourly) {
        return new SendRates(submits, toOne, bytes(inboundHourly / SENDERS), bytes(inboundHourly));
    }

    private static Rate bytes(long hourly) {
        return new Rate(
                Math.max(SMALLEST_BURST, HOURS_AT_ONCE * hourly),
                Duration.ofHours(1).dividedBy(hourly));
    }
}
