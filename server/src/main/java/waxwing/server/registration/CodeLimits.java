package waxwing.server.registration;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import waxwing.model.PhoneNumber;
import waxwing.server.limits.Limiter;
import waxwing.server.limits.Rate;
import waxwing.server.rpc.CallSource;
import waxwing.server.secrets.NumberIndex;

/// How many codes may be sent: to a number, to its neighbours, at the wish of one network. Each refuses when it
/// can't remember any more, because a code costs money.
final class CodeLimits {
    private static final int PREFIX_DIGITS = 8;

    private final Limiter<NumberIndex> spacing;
    private final Limiter<NumberIndex> number;
    private final Limiter<String> prefix;
    private final Limiter<CallSource> source;

    CodeLimits(CodeRates rates, InstantSource clock) {
        this.spacing = new Limiter<>(new Rate(1, rates.spacing()), Limiter.WhenFull.REFUSE, clock);
        this.number = new Limiter<>(rates.perNumber(), Limiter.WhenFull.REFUSE, clock);
        this.prefix = new Limiter<>(rates.perPrefix(), Limiter.WhenFull.REFUSE, clock);
        this.source = new Limiter<>(rates.perSource(), Limiter.WhenFull.REFUSE, clock);
    }

    /// Takes one code out of every budget, the narrowest first: what one refuses, the wider ones don't pay for.
    Optional<Duration> take(PhoneNumber to, NumberIndex index, CallSource from) {
        return spacing.peek(index)
                .or(() -> number.peek(index))
                .or(() -> source.take(from))
                .or(() -> prefix.take(prefixOf(to)))
                .or(() -> number.take(index))
                .or(() -> spacing.take(index));
    }

    /// How long until the number may have another code.
    Duration untilNext(NumberIndex index) {
        Duration bySpacing = spacing.peek(index).orElse(Duration.ZERO);
        Duration byNumber = number.peek(index).orElse(Duration.ZERO);
        return bySpacing.compareTo(byNumber) > 0 ? bySpacing : byNumber;
    }

    private static String prefixOf(PhoneNumber number) {
        return number.e164().substring(0, Math.min(PREFIX_DIGITS, number.e164().length()));
    }
}
