package waxwing.server.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.Label;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.Submit;
import waxwing.server.account.Caller;
import waxwing.server.limits.Limiter;
import waxwing.server.limits.Rate;

/// How often an account may send, and how often a business may ask one account to repair a session: such a request
/// passes whatever the person has stopped, so it must not be a way to keep their devices busy.
public final class SendLimits {
    /// A client asks a device five times an hour at most, and an account has at most six of them.
    static final Rate REPAIRS_OF_A_PAIR = Rate.of(30, Duration.ofHours(1));

    private final Limiter<AccountId> submits;
    private final Limiter<Pair> repairs;

    private record Pair(AccountId business, AccountId recipient) {}

    /// @param submits of one account
    public SendLimits(Rate submits, InstantSource clock) {
        this.submits = new Limiter<>(submits, Limiter.WhenFull.ADMIT, clock);
        this.repairs = new Limiter<>(REPAIRS_OF_A_PAIR, Limiter.WhenFull.REFUSE, clock);
    }

    /// Counts one submit. The recipient need not exist, so the answer doesn't tell whether it does.
    ///
    /// @param label what a business says that it is
    /// @return how long to wait if it is one too many
    Optional<Duration> excess(Caller sender, Submit submit, Optional<Label> label) {
        Optional<Duration> wait = submits.take(sender.account());
        boolean repair = label.filter(of -> of.getKind() == MessageKind.REPAIR).isPresent();
        return wait.isPresent() || !repair ? wait : excessRepairs(sender.account(), submit);
    }

    private Optional<Duration> excessRepairs(AccountId sender, Submit submit) {
        return submit.getDestinationsList().stream()
                .map(Destination::getAccountId)
                .map(id -> AccountId.ofBytes(id.toByteArray()))
                .filter(recipient -> !recipient.equals(sender))
                .findFirst()
                .flatMap(recipient -> repairs.take(new Pair(sender, recipient)));
    }
}
