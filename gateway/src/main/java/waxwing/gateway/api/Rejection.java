package waxwing.gateway.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Ends a request whose caller broke the contract. The first fault gives the answer its status and code.
public final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;
    private final transient Optional<Duration> retryAfter;

    Rejection(List<Fault> faults) {
        this(faults, Optional.empty());
    }

    public Rejection(Fault fault) {
        this(List.of(fault));
    }

    Rejection(Fault fault, Duration retryAfter) {
        this(List.of(fault), Optional.of(retryAfter));
    }

    private Rejection(List<Fault> faults, Optional<Duration> retryAfter) {
        super(faults.getFirst().toString(), null, false, false);
        this.faults = List.copyOf(faults);
        this.retryAfter = retryAfter;
    }

    public List<Fault> faults() {
        return faults;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
