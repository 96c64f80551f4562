package waxwing.server.delivery;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.relay.v1.Acknowledge;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.ServerFrame;
import waxwing.relay.v1.Submit;
import waxwing.server.account.Accounts;
import waxwing.server.account.Caller;
import waxwing.server.mailbox.Mailbox;
import waxwing.server.mailbox.MailboxStream;
import waxwing.server.mailbox.Outlet;
import waxwing.server.mailbox.StreamEnd;
import waxwing.server.mailbox.StreamItem;
import waxwing.server.rpc.Rejection;

/// The one long stream of a connected device.
///
/// Frames come in on one thread at a time, the event loop of the connection. A frame that may have to wait for the disk
/// is taken on a virtual thread, and those that come meanwhile are held behind it, so that their order is kept and the
/// loop never waits.
///
/// Frames go out from whichever thread has something: it leaves a note and, if nobody else is writing, writes
/// what there is, so that the stream has one writer and no lock. Results go first, then deliveries, both only
/// as long as the transport takes them.
///
/// A submit is *owed* from its arrival until its result is handed to the transport. Frames are asked for as they are
/// taken, and never more than could make [#MOST_OWED] owed: so a device that submits and does not read is not read
/// either, and the relay keeps no more for it than that. What is asked for follows from what is owed, and is
/// worked out anew by the writer after every change, so none is ever lost.
final class ExchangeStream implements StreamObserver<ClientFrame>, Outlet {
    private static final Logger log = LoggerFactory.getLogger(ExchangeStream.class);
    private static final int MOST_OWED = 256;
    private static final int READ_AHEAD = 32;
    private static final int MOST_ACKNOWLEDGEMENTS = 256;

    private final Caller caller;
    private final ServerCallStreamObserver<DownFrame> call;
    private final Surroundings around;

    private final ConcurrentLinkedQueue<DownFrame> results = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wakes = new AtomicInteger();
    /// Submits whose result was not handed to the transport yet.
    private final AtomicInteger owed = new AtomicInteger();
    /// Frames that were asked for and not taken yet. Raised by the writer only.
    private final AtomicInteger requested = new AtomicInteger();
    private final AtomicReference<@Nullable Rejection> rejection = new AtomicReference<>();
    private volatile @Nullable MailboxStream stream;
    private volatile boolean halfClosed;
    /// The call is over: nothing can be written to it any more.
    private volatile boolean gone;
    /// Frames that came behind one that is taken elsewhere. Guarded by itself, as is `elsewhere`.
    private final Deque<ClientFrame> held = new ArrayDeque<>(0);
    private boolean elsewhere;
    /// A delivery that is made elsewhere.
    private final AtomicReference<@Nullable DownFrame> fetched = new AtomicReference<>();
    /// Touched only by the one who writes, like the next.
    private boolean fetching;
    private boolean finished;

    /// What a stream needs of its relay.
    ///
    /// @param waiting runs what may have to wait for the disk
    record Surroundings(
            Accounts accounts, Mailbox mailbox, Deliveries deliveries, Submitting submitting, Executor waiting) {}

    /// What becomes of a device's submits.
    interface Submitting {
        /// Whether submitting it may have to wait for the disk.
        boolean mayWait(Caller caller, Submit submit);

        void submit(Caller caller, Submit submit, Consumer<SendOutcome> listener);
    }

    ExchangeStream(Caller caller, ServerCallStreamObserver<DownFrame> call, Surroundings around) {
        this.caller = caller;
        this.call = call;
        this.around = around;
        call.disableAutoRequest();
        call.setOnReadyHandler(this::wake);
        call.setOnCancelHandler(this::leave);
        call.setOnCloseHandler(this::leave);
        wake();
    }

    @Override
    public void onNext(ClientFrame frame) {
        if (isOver()) {
            return;
        }
        synchronized (held) {
            if (elsewhere) {
                held.add(frame);
                return;
            }
            elsewhere = mayWait(frame);
            if (elsewhere) {
                around.waiting().execute(() -> takeElsewhere(frame));
                return;
            }
        }
        try {
            take(frame);
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
    }

    /// Nothing more is taken from it.
    private boolean isOver() {
        return gone || rejection.get() != null;
    }

    private boolean mayWait(ClientFrame frame) {
        return switch (frame.getFrameCase()) {
            case OPTIONS -> true;
            case SUBMIT -> around.submitting().mayWait(caller, frame.getSubmit());
            case ACKNOWLEDGE, FRAME_NOT_SET -> false;
        };
    }

    /// Takes the frame and those that were held behind it. When the stream is over they stay there.
    private void takeElsewhere(ClientFrame first) {
        @Nullable ClientFrame next = first;
        while (next != null && !isOver()) {
            try {
                take(next);
            } catch (RuntimeException e) {
                log.error("exchange: a frame could not be taken", e);
                reject(Rejection.unavailable());
            }
            synchronized (held) {
                next = held.poll();
                elsewhere = next != null;
            }
        }
        wake();
    }

    private void take(ClientFrame frame) {
        boolean first = stream == null;
        switch (frame.getFrameCase()) {
            case OPTIONS -> {
                if (!first) {
                    reject(Rejection.protocolViolated("options came twice (expected: first, and only first)"));
                } else if (around.accounts().has(caller)) {
                    attach();
                } else {
                    reject(Rejection.badCredentials());
                }
            }
            case SUBMIT -> {
                if (first) {
                    reject(Rejection.protocolViolated("a submit came first (expected: options)"));
                } else {
                    submit(frame.getSubmit());
                }
            }
            case ACKNOWLEDGE -> acknowledge(frame.getAcknowledge());
            case FRAME_NOT_SET -> reject(Rejection.protocolViolated("an empty frame"));
        }
        // Only now, so that what is asked for and what is owed are never too few together.
        requested.decrementAndGet();
        wake();
    }

    private void attach() {
        MailboxStream opened = around.mailbox().attach(caller.queue(), this);
        stream = opened;
        // The device may have gone meanwhile.
        if (gone) {
            opened.close();
        }
    }

    private void submit(Submit submit) {
        owed.incrementAndGet();
        around.submitting().submit(caller, submit, outcome -> {
            switch (outcome) {
                case SendOutcome.Answered answered ->
                    results.add(DownFrame.of(ServerFrame.newBuilder()
                            .setSubmitResult(answered.result())
                            .build()));
                case SendOutcome.Revoked _ -> rejection.compareAndSet(null, Rejection.badCredentials());
                case SendOutcome.Failed failed ->
                    rejection.compareAndSet(null, MessagingRpc.rejection(failed.failure()));
            }
            wake();
        });
    }

    private void acknowledge(Acknowledge acknowledge) {
        MailboxStream open = stream;
        int count = acknowledge.getAcknowledgementsCount();
        if (open == null) {
            reject(Rejection.protocolViolated("an acknowledgement came first (expected: options)"));
        } else if (count < 1 || count > MOST_ACKNOWLEDGEMENTS) {
            reject(Rejection.constraintViolated(
                    "acknowledge.acknowledgements", count + " of them (expected: 1.." + MOST_ACKNOWLEDGEMENTS + ")"));
        } else {
            List<Long> sequences = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                sequences.add(acknowledge.getAcknowledgements(i).getSequence());
            }
            open.acknowledge(sequences);
        }
    }

    private void reject(Rejection why) {
        rejection.compareAndSet(null, why);
        wake();
    }

    @Override
    public void wake() {
        if (wakes.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            try {
                write();
            } catch (RuntimeException e) {
                log.error("exchange: writing to a stream failed", e);
                finished = true;
                closeStream();
                call.onError(Rejection.unavailable().asStatus());
            }
            seen = wakes.addAndGet(-seen);
        } while (seen != 0);
    }

    private void write() {
        while (!finished && !gone) {
            if (rejection.get() != null || (halfClosed && owed.get() == 0 && !isElsewhere())) {
                finish();
            } else if (!writeResult() && !writeDelivery()) {
                readOn();
                return;
            }
        }
    }

    /// Whether a frame is taken elsewhere, and later ones are held behind it.
    boolean isElsewhere() {
        synchronized (held) {
            return elsewhere;
        }
    }

    private boolean writeResult() {
        DownFrame result = call.isReady() ? results.poll() : null;
        if (result == null) {
            return false;
        }
        call.onNext(result);
        owed.decrementAndGet();
        return true;
    }

    private boolean writeDelivery() {
        MailboxStream open = stream;
        if (open == null || !call.isReady() || halfClosed) {
            return false;
        }
        return fetching ? writeFetched() : open.poll().map(this::writeOrFetch).orElse(false);
    }

    private boolean writeOrFetch(StreamItem item) {
        fetching = !around.deliveries().isAtHand(item);
        if (fetching) {
            around.waiting().execute(() -> fetch(item));
        } else {
            call.onNext(around.deliveries().frame(item));
        }
        return !fetching;
    }

    private void fetch(StreamItem item) {
        try {
            fetched.set(around.deliveries().frame(item));
            wake();
        } catch (RuntimeException e) {
            log.error("exchange: a delivery could not be made", e);
            reject(Rejection.unavailable());
        }
    }

    private boolean writeFetched() {
        DownFrame frame = fetched.getAndSet(null);
        if (frame == null) {
            return false;
        }
        fetching = false;
        call.onNext(frame);
        return true;
    }

    /// Asks for as many frames as can be answered, some at a time; one until options came. What was asked for is looked
    /// at first: a submit that comes in between is counted twice, never not at all.
    private void readOn() {
        int coming = requested.get();
        int most = stream == null ? 1 : READ_AHEAD;
        int more = Math.min(most - coming, MOST_OWED - coming - owed.get());
        if (more > 0 && (coming == 0 || 2 * coming < most)) {
            requested.addAndGet(more);
            call.request(more);
        }
    }

    /// Hands over the results that are there, however slow the device is: they are few, and it would repeat
    /// the submits.
    private void finish() {
        finished = true;
        closeStream();
        for (DownFrame result = results.poll(); result != null; result = results.poll()) {
            call.onNext(result);
        }
        Rejection why = rejection.get();
        if (why == null) {
            call.onCompleted();
        } else {
            call.onError(why.asStatus());
        }
    }

    @Override
    public void end(StreamEnd why) {
        reject(
                switch (why) {
                    case TAKEN_OVER -> Rejection.streamClosed();
                    case REVOKED -> Rejection.badCredentials();
                    case CLOSING, STORAGE_FAILED -> Rejection.unavailable();
                });
    }

    @Override
    public void onError(Throwable cause) {
        leave();
    }

    /// The device sends nothing more; what it submitted is still answered.
    @Override
    public void onCompleted() {
        halfClosed = true;
        wake();
    }

    /// The call is over, whoever ended it.
    private void leave() {
        gone = true;
        closeStream();
    }

    private void closeStream() {
        MailboxStream open = stream;
        if (open != null) {
            open.close();
        }
    }
}
