package waxwing.server.delivery;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
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
/// go first, then deliveries as long as the transport takes them. At most [#SUBMITS] submits are unanswered;
/// then no more are read.
final class ExchangeStream implements StreamObserver<ClientFrame>, Outlet {
    private static final Logger log = LoggerFactory.getLogger(ExchangeStream.class);
    private static final int SUBMITS = 256;
    private static final int READ_AHEAD = 32;
    private static final int MOST_ACKNOWLEDGEMENTS = 256;

    private final Caller caller;
    private final ServerCallStreamObserver<ServerFrame> call;
    private final Mailbox mailbox;
    private final Deliveries deliveries;
    private final BiConsumer<Submit, Consumer<SendOutcome>> submitter;

    private final ConcurrentLinkedQueue<ServerFrame> results = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wakes = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicBoolean paused = new AtomicBoolean();
    private final AtomicReference<@Nullable Rejection> rejection = new AtomicReference<>();
    private volatile @Nullable MailboxStream stream;
    private volatile boolean halfClosed;
    private volatile boolean cancelled;
    /// Touched only by the one who writes.
    private boolean finished;

    ExchangeStream(
            Caller caller,
            ServerCallStreamObserver<ServerFrame> call,
            Mailbox mailbox,
            Deliveries deliveries,
            BiConsumer<Submit, Consumer<SendOutcome>> submitter) {
        this.caller = caller;
        this.call = call;
        this.mailbox = mailbox;
        this.deliveries = deliveries;
        this.submitter = submitter;
        call.disableAutoRequest();
        call.setOnReadyHandler(this::wake);
        call.setOnCancelHandler(this::cancel);
        call.request(READ_AHEAD);
    }

    @Override
    public void onNext(ClientFrame frame) {
        if (cancelled || rejection.get() != null) {
            return;
        }
        boolean first = stream == null;
        switch (frame.getFrameCase()) {
            case OPTIONS -> {
                if (first) {
                    stream = mailbox.attach(caller.queue(), this);
                    wake();
                } else {
                    reject(Rejection.protocolViolated("options came twice (expected: first, and only first)"));
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
        if (unanswered.get() < SUBMITS) {
            call.request(1);
        } else {
            paused.set(true);
            resume();
        }
    }

    private void submit(Submit submit) {
        unanswered.incrementAndGet();
        submitter.accept(submit, outcome -> {
            switch (outcome) {
                case SendOutcome.Answered answered ->
                    results.add(ServerFrame.newBuilder()
                            .setSubmitResult(answered.result())
                            .build());
                case SendOutcome.Failed failed ->
                    rejection.compareAndSet(null, MessagingRpc.rejection(failed.failure()));
            }
            unanswered.decrementAndGet();
            wake();
            resume();
        });
    }

    /// Reads on once fewer submits are unanswered.
    private void resume() {
        if (unanswered.get() < SUBMITS && paused.compareAndSet(true, false)) {
            call.request(1);
        }
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
                rejection.compareAndSet(null, Rejection.unavailable());
                finish();
            }
            seen = wakes.addAndGet(-seen);
        } while (seen != 0);
    }

    private void write() {
        while (!finished && !cancelled) {
            ServerFrame result = results.poll();
            if (result != null) {
                call.onNext(result);
            } else if (rejection.get() != null || (halfClosed && unanswered.get() == 0 && results.isEmpty())) {
                finish();
            } else if (!writeDelivery()) {
                return;
            }
        }
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

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        closeStream();
        Rejection why = rejection.get();
        if (cancelled) {
            return;
        }
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
    public void onError(Throwable gone) {
        cancel();
    }

    /// The device sends nothing more; what it submitted is still answered.
    @Override
    public void onCompleted() {
        halfClosed = true;
        wake();
    }

    private void cancel() {
        cancelled = true;
        closeStream();
    }

    private void closeStream() {
        MailboxStream open = stream;
        if (open != null) {
            open.close();
        }
    }
}
