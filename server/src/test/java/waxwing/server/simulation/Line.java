package waxwing.server.simulation;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import waxwing.relay.v1.Acknowledgement;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.ServerFrame;
import waxwing.server.delivery.SteppedExchange;
import waxwing.server.mailbox.SequencedEntry;

/// A device's stream to the relay: what is on its way up and down, in order, until it is cut or ends. After that
/// each side notices when it comes to it.
final class Line {
    private final World world;
    private final SimulatedRelay relay;
    private final SimulatedDevice device;
    private final int capacity;
    /// Empty: the device sends nothing more.
    private final ArrayDeque<Optional<ClientFrame>> up = new ArrayDeque<>();
    /// Empty: nothing more comes.
    private final ArrayDeque<Optional<ServerFrame>> down = new ArrayDeque<>();
    private final Call call = new Call();

    private SteppedExchange.@Nullable Opened exchange;
    private boolean taking;
    /// The device has left, or the line was cut.
    private boolean deviceGone;
    /// The relay has ended the call, or knows that it is over.
    private boolean relayEnded;
    private boolean over;

    private final Set<Long> unacknowledged = new HashSet<>();
    /// Of these the ledger knows only once the relay has taken the acknowledgement, which may wait behind other frames.
    private final Set<Long> acknowledged = new LinkedHashSet<>();
    private List<Long> backlog = List.of();
    private long lastSent;
    private long attachedAt;
    private boolean emptyTold;

    Line(World world, SimulatedRelay relay, SimulatedDevice device, int capacity) {
        this.world = world;
        this.relay = relay;
        this.device = device;
        this.capacity = capacity;
    }

    SimulatedDevice device() {
        return device;
    }

    // The device's side.

    void send(ClientFrame frame) {
        up.add(Optional.of(frame));
    }

    void sendNoMore() {
        up.add(Optional.empty());
    }

    boolean hasSomething() {
        return !down.isEmpty();
    }

    /// @return empty if nothing more comes
    Optional<ServerFrame> read() {
        return down.removeFirst();
    }

    /// The device hangs up and forgets the line; the relay will notice.
    void abandon() {
        lose(up, world.chance());
        down.clear();
        deviceGone = true;
    }

    /// Both sides will notice.
    void cut() {
        lose(up, world.chance());
        deviceGone = true;
        breakDown();
    }

    private void breakDown() {
        lose(down, world.chance());
        if (down.isEmpty() || down.getLast().isPresent()) {
            down.add(Optional.empty());
        }
    }

    private static <T> void lose(ArrayDeque<T> frames, Chance chance) {
        int kept = chance.below(frames.size() + 1);
        while (frames.size() > kept) {
            frames.removeLast();
        }
    }

    // The relay's side.

    /// @return whether there was something to do
    boolean accept() {
        if (exchange != null || over) {
            return false;
        }
        if (world.accounts().has(device.caller())) {
            exchange = relay.open(device.caller(), call);
        } else {
            relayEnded = true;
            over = true;
            down.add(Optional.empty());
        }
        return true;
    }

    /// @return whether there was something to do
    boolean take() {
        SteppedExchange.Opened open = exchange;
        if (open == null || taking || over || up.isEmpty() || call.requested == 0) {
            return false;
        }
        taking = true;
        try {
            Optional<ClientFrame> frame = up.removeFirst();
            if (frame.isPresent()) {
                call.requested--;
                note(frame.get());
                open.frames().onNext(frame.get());
                tellAcknowledged(open);
            } else {
                open.frames().onCompleted();
            }
        } finally {
            taking = false;
        }
        return true;
    }

    private void tellAcknowledged(SteppedExchange.Opened open) {
        if (!relayEnded && !open.isHolding().getAsBoolean()) {
            acknowledged.forEach(sequence -> world.ledger().acknowledged(device.queue(), sequence));
        }
    }

    private void note(ClientFrame frame) {
        world.trace().note("takes " + frame.getFrameCase(), device.number(), up.size());
        switch (frame.getFrameCase()) {
            case OPTIONS -> {
                attachedAt = world.step();
                backlog = world.store().entries(device.queue()).stream()
                        .map(SequencedEntry::sequence)
                        .filter(sequence -> !world.ledger().isAcknowledged(device.queue(), sequence))
                        .toList();
            }
            case ACKNOWLEDGE -> {
                if (!relayEnded) {
                    frame.getAcknowledge().getAcknowledgementsList().stream()
                            .map(Acknowledgement::getSequence)
                            .filter(unacknowledged::remove)
                            .forEach(sequence -> {
                                world.ledger().acknowledging(device.queue(), sequence);
                                acknowledged.add(sequence);
                            });
                }
            }
            case SUBMIT, FRAME_NOT_SET -> {}
        }
    }

    /// Tells the relay's side what changed under it.
    ///
    /// @return whether there was something to tell
    boolean notice() {
        if (exchange == null || taking || over) {
            return false;
        }
        tellAcknowledged(exchange);
        if (relayEnded) {
            over = true;
            call.closed.run();
            return true;
        }
        if (deviceGone && (up.isEmpty() || call.requested == 0 || world.chance().oneIn(4))) {
            relayEnded = true;
            over = true;
            call.cancelled.run();
            return true;
        }
        if (call.waits && call.isReady()) {
            call.waits = false;
            call.ready.run();
            return true;
        }
        return false;
    }

    /// The relay is no more.
    void relayVanishes() {
        relayEnded = true;
        over = true;
        up.clear();
        breakDown();
    }

    boolean isOver() {
        return over;
    }

    boolean isQuiet() {
        return up.isEmpty() && down.isEmpty() && !relayEnded && !deviceGone;
    }

    // What the ledger keeps of it.

    /// @return whether the sequence comes after all that were sent before
    boolean sent(long sequence) {
        boolean inOrder = sequence > lastSent;
        lastSent = sequence;
        unacknowledged.add(sequence);
        return inOrder;
    }

    int unacknowledged() {
        return unacknowledged.size();
    }

    List<Long> backlog() {
        return backlog;
    }

    long attachedAt() {
        return attachedAt;
    }

    boolean isEmptyTold() {
        return emptyTold;
    }

    /// The transport, as the relay sees it.
    private final class Call extends ServerCallStreamObserver<ServerFrame> {
        private int requested;
        private boolean waits;
        private Runnable ready = () -> {};
        private Runnable cancelled = () -> {};
        private Runnable closed = () -> {};

        @Override
        public boolean isReady() {
            boolean now = !relayEnded && down.size() < capacity;
            waits |= !now;
            return now;
        }

        @Override
        public void onNext(ServerFrame frame) {
            if (relayEnded) {
                return;
            }
            world.trace()
                    .note(
                            "sends " + frame.getFrameCase(),
                            device.number(),
                            frame.getDelivery().getSequence());
            switch (frame.getFrameCase()) {
                case DELIVERY -> world.ledger().delivered(Line.this, frame.getDelivery());
                case QUEUE_EMPTY -> {
                    world.ledger().emptied(Line.this);
                    emptyTold = true;
                }
                case SUBMIT_RESULT -> world.ledger().answered(frame.getSubmitResult());
                case FRAME_NOT_SET -> world.unless(false, "the relay sent an empty frame");
            }
            if (!deviceGone) {
                down.add(Optional.of(frame));
            }
        }

        @Override
        public void onError(Throwable cause) {
            world.trace().note("ends", device.number(), 0);
            end();
        }

        @Override
        public void onCompleted() {
            end();
        }

        private void end() {
            if (!relayEnded) {
                relayEnded = true;
                if (!deviceGone) {
                    down.add(Optional.empty());
                }
            }
        }

        @Override
        public void request(int count) {
            requested += count;
        }

        @Override
        public boolean isCancelled() {
            return over;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {
            ready = handler;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {
            cancelled = handler;
        }

        @Override
        public void setOnCloseHandler(Runnable handler) {
            closed = handler;
        }

        @Override
        public void disableAutoRequest() {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public void setMessageCompression(boolean enable) {}
    }
}
