package waxwing.server.simulation;

import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import waxwing.model.AccountId;
import waxwing.relay.v1.Label;
import waxwing.relay.v1.ServerFrame;
import waxwing.relay.v1.Submit;
import waxwing.server.account.AccountDevice;
import waxwing.server.account.AccountView;
import waxwing.server.account.Caller;
import waxwing.server.controls.Verdict;
import waxwing.server.delivery.Delivery;
import waxwing.server.delivery.Gate;
import waxwing.server.delivery.SendLimits;
import waxwing.server.delivery.SendOutcome;
import waxwing.server.delivery.SendRates;
import waxwing.server.delivery.SteppedExchange;
import waxwing.server.limits.AccountLimiter;
import waxwing.server.limits.Rate;
import waxwing.server.mailbox.Mailbox;
import waxwing.server.mailbox.QueueId;
import waxwing.server.mailbox.SteppedMailbox;
import waxwing.server.report.RelayTags;

/// One incarnation of the relay, from a start to a crash or an orderly end: the real mailboxes and streams, with
/// threads that run when the world says so.
final class SimulatedRelay {
    private static final int READERS = 4;

    private final World world;
    private final Lane committing = new Lane(1);
    private final Lane telling = new Lane(1);
    private final Lane reading = new Lane(READERS);
    private final Mailbox mailbox;
    private final Delivery delivery;
    private final List<Line> lines = new ArrayList<>();
    private final Map<QueueId, BooleanSupplier> wipes = new HashMap<>();
    private boolean down;

    SimulatedRelay(World world) {
        this.world = world;
        this.mailbox = SteppedMailbox.open(
                world.store().of(this), world.clock(), world.profile().limits(), committing, telling, reading);
        this.delivery = new Delivery(
                world.accounts(),
                mailbox,
                new RelayTags(new byte[RelayTags.KEY_LENGTH]),
                new SendLimits(
                        SendRates.of(
                                new AccountLimiter.Rates(
                                        Rate.of(world.profile().submitsASecond(), Duration.ofSeconds(1)),
                                        Rate.of(1_000_000, Duration.ofSeconds(1))),
                                Rate.of(1_000_000, Duration.ofSeconds(1)),
                                1L << 40),
                        _ -> false,
                        world.clock()),
                world.clock());
    }

    boolean isDown() {
        return down;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    void connect(Line line) {
        lines.add(line);
    }

    List<Line> lines() {
        return lines;
    }

    SteppedExchange.Opened open(Caller caller, ServerCallStreamObserver<ServerFrame> call) {
        return SteppedExchange.open(
                caller,
                call,
                world.accounts(),
                mailbox,
                (submit, listener) -> send(caller, submit, listener),
                () -> !world.chance().oneIn(4),
                reading);
    }

    private void send(Caller caller, Submit submit, Consumer<SendOutcome> listener) {
        world.ledger().taking(submit.getSubmitId());
        try {
            delivery.send(caller, submit, new BlockList(caller), listener);
        } finally {
            world.ledger().taken(submit.getSubmitId());
        }
    }

    /// @return whether there was something to do
    boolean commit() {
        return ran(committing);
    }

    /// @return whether there was something to do
    boolean tell() {
        return ran(telling);
    }

    /// @return whether there was something to do
    boolean read() {
        return ran(reading);
    }

    private boolean ran(Lane lane) {
        boolean can = lane.canRun();
        if (can) {
            lane.run(world.chance());
        }
        return can;
    }

    /// Wipes what is to be wiped, and again what could not be.
    ///
    /// @return whether there was something to do
    boolean wipe() {
        List<QueueId> due = List.copyOf(world.accounts().toWipe());
        for (QueueId queue : due) {
            BooleanSupplier done = wipes.get(queue);
            if (done != null && done.getAsBoolean()) {
                world.accounts().toWipe().remove(queue);
            } else if (done == null || (committing.isIdle() && telling.isIdle())) {
                wipes.put(queue, SteppedMailbox.beginWipe(mailbox, queue));
            }
        }
        return !due.isEmpty();
    }

    boolean isIdle() {
        return committing.isIdle() && telling.isIdle() && reading.isIdle();
    }

    /// All its memory is gone.
    void crash() {
        down = true;
        lines.forEach(Line::relayVanishes);
        world.store().crash(world.chance());
    }

    /// Tells everybody and goes.
    void stop() {
        mailbox.close();
        down = true;
        lines.forEach(Line::relayVanishes);
    }

    /// What stands between two people: silently, the recipient's block list.
    private final class BlockList implements Gate {
        private final Caller sender;

        private BlockList(Caller sender) {
            this.sender = sender;
        }

        @Override
        public boolean hidesRecipient() {
            return false;
        }

        @Override
        public List<AccountDevice> decoyDevices(AccountId recipient) {
            throw new IllegalStateException("nobody is hidden");
        }

        @Override
        public Verdict decide(AccountId recipient, Optional<AccountView> account, long nowMillis) {
            return world.accounts().isBlocked(sender.account(), recipient)
                    ? new Verdict.Withhold()
                    : new Verdict.Deliver();
        }

        @Override
        public Optional<Label> label() {
            return Optional.empty();
        }

        @Override
        public void accepted(AccountView recipient, Verdict verdict, long atMillis) {}
    }
}
