package waxwing.server.delivery;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
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
/// Frames come in on one thread at a time. They go out from whichever thread has something: it leaves a note
/// and, if nobody else is writing, writes what there is, so that the stream has one writer and no lock. Results
/// go first, then deliveries, both only as long as the transport takes them.
///
/// A submit is *owed* from its arrival until its result is handed to the transport. Frames are asked for one by
/// one, and never more than could make [#MOST_OWED] owed: so a device that submits and does not read is not read
/// either, and the relay keeps no more for it than that. What is asked for follows from what is owed, and is
/// worked out anew by the writer after every change, so none is ever lost.
final class ExchangeStream implements StreamObserver<ClientFrame>, Outlet {
    private static final Logger log = LoggerFactory.getLogger(ExchangeStream.class);
    private static final int MOST_OWED = 256;
    private static final int READ_AHEAD = 32;
    private static final int MOST_ACKNOWLEDGEMENTS = 256;

    private final Caller caller;
    private final ServerCallStreamObserver<ServerFrame> call;
    private final Accounts accounts;
    private final Mailbox mailbox;
    private final Deliveries deliveries;
    private final BiConsumer<Submit, Consumer<SendOutcome>> submitter;

    private final ConcurrentLinkedQueue<ServerFrame> results = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wakes = new AtomicInteger();
    /// Submits whose result was not handed to the transport yet.
    private final AtomicInteger owed = new AtomicInteger();
    /// Frames that were asked for and did not come yet. Raised by the writer only.
    private final AtomicInteger requested = new AtomicInteger();
    private final AtomicReference<@Nullable Rejection> rejection = new AtomicReference<>();
    private volatile @Nullable MailboxStream stream;
    private volatile boolean halfClosed;
    /// The call is over: nothing can be written to it any more.
    private volatile boolean gone;
    /// Touched only by the one who writes.
    private boolean finished;

    ExchangeStream(
            Caller caller,
            ServerCallStreamObserver<ServerFrame> call,
            Accounts accounts,
            Mailbox mailbox,
            Deliveries deliveries,
            BiConsumer<Submit, Consumer<SendOutcome>> submitter) {
        this.caller = caller;
        this.call = call;
        this.accounts = accounts;
        this.mailbox = mailbox;
        this.deliveries = deliveries;
        this.submitter = submitter;
        call.disableAutoRequest();
        call.setOnReadyHandler(this::wake);
        call.setOnCancelHandler(this::leave);
        call.setOnCloseHandler(this::leave);
        wake();
    }

    @Override
    public void onNext(ClientFrame frame) {
        if (gone || rejection.get() != null) {
            return;
        }
        try {
            take(frame);
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
        // Only now, so that what is asked for and what is owed are never too few together.
        requested.decrementAndGet();
        wake();
    }

    private void take(ClientFrame frame) {
        boolean first = stream == null;
        switch (frame.getFrameCase()) {
            case OPTIONS -> {
                if (!first) {
                    reject(Rejection.protocolViolated("options came twice (expected: first, and only first)"));
                } else if (accounts.has(caller)) {
                    stream = mailbox.attach(caller.queue(), this);
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
    }

    private void submit(Submit submit) {
        owed.incrementAndGet();
        submitter.accept(submit, outcome -> {
            switch (outcome) {
                case SendOutcome.Answered answered ->
                    results.add(ServerFrame.newBuilder()
                            .setSubmitResult(answered.result())
                            .build());
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
            acknowledge.getAcknowledgementsList().forEach(one -> sequences.add(one.getSequence()));
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
            if (rejection.get() != null || (halfClosed && owed.get() == 0)) {
                finish();
            } else if (!writeResult() && !writeDelivery()) {
                readOn();
                return;
            }
        }
    }

    private boolean writeResult() {
        ServerFrame result = call.isReady() ? results.poll() : null;
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
        Optional<StreamItem> next = open.poll();
        next.ifPresent(item -> call.onNext(deliveries.frame(item)));
        return next.isPresent();
    }

    /// Asks for as many frames as can be answered. What was asked for is looked at first: a submit that comes in
    /// between is counted twice, never not at all.
    private void readOn() {
        int coming = requested.get();
        int more = Math.min(READ_AHEAD - coming, MOST_OWED - coming - owed.get());
        if (more > 0) {
            requested.addAndGet(more);
            call.request(more);
        }
    }

    /// Hands over the results that are there, however slow the device is: they are few, and it would repeat
    /// the submits.
    private void finish() {
        finished = true;
        closeStream();
        for (ServerFrame result = results.poll(); result != null; result = results.poll()) {
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
