package waxwing.client.exchange;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.client.exchange.Settling.Settled;
import waxwing.client.messages.Changes;
import waxwing.client.people.Contact.ContactId;
import waxwing.client.relay.RelayFailureException;
import waxwing.client.relay.RelayFailureException.Reason;
import waxwing.relay.v1.SubmitResult;
import waxwing.store.StorageFailure;

/// Carries what waits for one contact to the relay, one after the other, so that it arrives in order. A submit
/// whose answer was lost is repeated as it is.
///
/// Runs on its own virtual thread while something waits, and ends when nothing does.
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final ContactId contact;
    private final Desk desk;
    private final Runnable atEnd;
    private final Backoff backoff;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable Duration askedToWait;

    /// @param atEnd runs whenever it has stopped carrying
    Courier(ContactId contact, Desk desk, Runnable atEnd) {
        this.contact = contact;
        this.desk = desk;
        this.atEnd = atEnd;
        this.backoff = new Backoff(desk.own().random());
    }

    /// What all couriers share.
    record Desk(
            Own own,
            GroupCommit commits,
            Packing packing,
            Settling settling,
            Introductions introductions,
            Submitting submitting,
            Outside outside) {}

    /// @param inFlight how many calls all couriers may have running, or answered and not written down
    /// @param nudge rings when a pause is over before its time: the relay is back, or this end closes
    /// @param changes rings after something was settled
    record Outside(Semaphore inFlight, Changes nudge, Changes changes) {}

    /// Says that something may wait. Whoever comes first starts the thread.
    void call() {
        if (calls.getAndIncrement() == 0) {
            Thread.ofVirtual().name("waxwing-courier").start(this::carry);
        }
    }

    boolean isIdle() {
        return calls.get() == 0;
    }

    /// The relay has said how long it wants to be left alone.
    Optional<Duration> askedToWait() {
        return Optional.ofNullable(askedToWait);
    }

    private void carry() {
        int heard = calls.get();
        while (heard > 0) {
            try {
                heard = calls.addAndGet(-carryAllAtLast(heard));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                heard = calls.addAndGet(-heard);
            }
        }
        atEnd.run();
        desk.outside().changes().ring();
    }

    /// As [#carryAll]. After a failure it tries again, later and later: what waits may have no other call coming.
    private int carryAllAtLast(int calledBefore) throws InterruptedException {
        while (true) {
            long version = desk.outside().nudge().version();
            try {
                return carryAll(calledBefore);
            } catch (StorageFailure _) {
                // Told where the storage is owned. A full disk has room again some time.
            } catch (RuntimeException bug) {
                LOG.error("a courier failed and will try again", bug);
            }
            if (desk.submitting().isClosed()) {
                return calledBefore;
            }
            boolean _ = desk.outside().nudge().awaitAfter(version, backoff.next());
        }
    }

    /// @param calledBefore how many calls there were before
    /// @return how many there were before the last look at what waits, which found nothing
    private int carryAll(int calledBefore) throws InterruptedException {
        int heard = calledBefore;
        Step step = new Step.Again();
        while (!(step instanceof Step.Idle) && !desk.submitting().isClosed()) {
            heard = calls.get();
            step = step instanceof Step.Again ? looked() : taken(step);
        }
        return heard;
    }

    private Step looked() {
        Step step = desk.commits().call(this::next);
        if (step instanceof Step.Again) {
            desk.outside().changes().ring();
        }
        return step;
    }

    /// Work within a transaction.
    private Step next() {
        return desk.packing().next(contact);
    }

    /// @return the step after
    private Step taken(Step step) throws InterruptedException {
        long version = desk.outside().nudge().version();
        try {
            Settled settled = acrossTheNetwork(step);
            backoff.reset();
            switch (settled) {
                case Settled.Done(Step next) -> {
                    desk.outside().changes().ring();
                    return next;
                }
                case Settled.Pause(Duration length) -> waitAsAsked(length, version);
            }
        } catch (RelayFailureException failure) {
            if (failure.reason() == Reason.RATE_LIMITED) {
                waitAsAsked(failure.retryAfter().orElseGet(backoff::next), version);
            } else {
                boolean _ = desk.outside().nudge().awaitAfter(version, backoff.next());
            }
        }
        return new Step.Again();
    }

    private void waitAsAsked(Duration length, long version) throws InterruptedException {
        askedToWait = length;
        desk.outside().changes().ring();
        try {
            boolean _ = desk.outside().nudge().awaitAfter(version, length);
        } finally {
            askedToWait = null;
        }
    }

    private Settled acrossTheNetwork(Step step) throws InterruptedException {
        desk.outside().inFlight().acquire();
        try {
            return settled(asked(step));
        } finally {
            desk.outside().inFlight().release();
        }
    }

    /// What the answer has to be written down with.
    private Supplier<Settled> asked(Step step) {
        return switch (step) {
            case Step.Address(var who) -> desk.introductions().address(who);
            case Step.Bundles wanted -> desk.introductions().bundles(wanted);
            case Step.Certificate(var message) -> desk.introductions().certificate(message);
            case Step.Ready ready -> {
                SubmitResult answer = desk.submitting().submit(ready);
                yield () -> desk.settling().settle(ready, answer);
            }
            case Step.Idle _, Step.Again _ -> Settled.Done::new;
        };
    }

    /// A next message that can't be made does not hold back what is known now.
    private Settled settled(Supplier<Settled> answer) {
        try {
            return desk.commits().call(() -> settledWithNext(answer));
        } catch (StorageFailure e) {
            throw e;
        } catch (RuntimeException bug) {
            LOG.error("the next message could not be made", bug);
            return desk.commits().call(answer);
        }
    }

    /// An answer is written down and the next step is made in the same transaction: half the forces to the disk.
    private Settled settledWithNext(Supplier<Settled> answer) {
        Settled settled = answer.get();
        return settled instanceof Settled.Done ? new Settled.Done(next()) : settled;
    }
}
