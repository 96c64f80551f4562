package waxwing.server.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import waxwing.model.AccountId;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.Submit;
import waxwing.server.account.Caller;
import waxwing.server.limits.AccountLimiter;
import waxwing.server.limits.Limiter;
import waxwing.server.limits.Rate;

/// How much an account may send, how much of it to one other, and how much an account may be sent by all people
/// together. What goes to the sender's own devices counts for the sender only.
///
/// Whether the recipient exists, and what it decides, changes nothing for the sender. What others send to a recipient
/// would tell a business that it exists, so a business is held to its own share only, and does not count for the
/// others. What is not stored does not count for the recipient, so that nobody whom it blocks uses up its budget.
///
/// Each admits when it can't remember any more senders, because the mailboxes have bounds of their own; but for a
/// business's requests to repair a session. They pass whatever the person has stopped, so they must not be a way to
/// keep their devices busy.
public final class SendLimits {
    /// A client asks a device five times an hour at most, and an account has at most six of them.
    static final Rate REPAIRS_OF_A_PAIR = Rate.of(30, Duration.ofHours(1));

    private final AccountLimiter submits;
    private final Limiter<Pair> toOne;
    private final Limiter<Pair> bytesToOne;
    private final Limiter<AccountId> inboundBytes;
    private final Limiter<Pair> repairs;

    private record Pair(AccountId sender, AccountId recipient) {}

    public SendLimits(SendRates rates, Predicate<AccountId> isVerifiedBusiness, InstantSource clock) {
        this.submits = new AccountLimiter(rates.submits(), isVerifiedBusiness, Limiter.WhenFull.ADMIT, clock);
        this.toOne = new Limiter<>(rates.toOne(), Limiter.WhenFull.ADMIT, clock);
        this.bytesToOne = new Limiter<>(rates.bytesToOne(), Limiter.WhenFull.ADMIT, clock);
        this.inboundBytes = new Limiter<>(rates.inboundBytes(), Limiter.WhenFull.ADMIT, clock);
        this.repairs = new Limiter<>(REPAIRS_OF_A_PAIR, Limiter.WhenFull.REFUSE, clock);
    }

    /// Counts one submit, whatever it is and whoever it is for.
    ///
    /// @return how long to wait if it is one too many
    Optional<Duration> excessOf(Caller sender) {
        return submits.take(sender.account());
    }

    /// Counts one submit for whom it is for. The narrower limits first: what they refuse, the others don't pay for.
    ///
    /// @return how long to wait if it is too much
    Optional<Duration> excessFor(Caller sender, Submit submit, Gate gate) {
        Destination destination = submit.getDestinations(0);
        AccountId recipient = AccountId.ofBytes(destination.getAccountId().toByteArray());
        if (recipient.equals(sender.account())) {
            return Optional.empty();
        }
        Pair pair = new Pair(sender.account(), recipient);
        Optional<Duration> wait = isRepair(gate) ? repairs.take(pair) : Optional.empty();
        if (wait.isEmpty()) {
            wait = toOne.take(pair);
        }
        long bytes = bytesOf(destination);
        if (wait.isEmpty()) {
            wait = bytesToOne.take(pair, bytes);
        }
        if (wait.isEmpty() && !gate.hidesRecipient()) {
            wait = inboundBytes.take(recipient, bytes);
        }
        return wait;
    }

    /// A person's destination that [#excessFor] had counted was not stored for its recipient.
    void notStored(AccountId recipient, Destination destination) {
        inboundBytes.giveBack(recipient, bytesOf(destination));
    }

    private static boolean isRepair(Gate gate) {
        return gate.label()
                .filter(label -> label.getKind() == MessageKind.REPAIR)
                .isPresent();
    }

    private static long bytesOf(Destination destination) {
        long bytes = 0;
        for (DeviceCiphertext one : destination.getCiphertextsList()) {
            bytes += one.getCiphertext().size();
        }
        return bytes;
    }
}
