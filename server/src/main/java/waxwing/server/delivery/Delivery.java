package waxwing.server.delivery;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Accepted;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.DestinationResult;
import waxwing.relay.v1.DestinationResults;
import waxwing.relay.v1.DeviceCiphertext;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.Failed;
import waxwing.relay.v1.Label;
import waxwing.relay.v1.MailboxFull;
import waxwing.relay.v1.MismatchedDevices;
import waxwing.relay.v1.RateLimitedSubmit;
import waxwing.relay.v1.RecipientNotFound;
import waxwing.relay.v1.RelayStatus;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.SubmitResult;
import waxwing.relay.v1.Suppressed;
import waxwing.server.account.AccountDevice;
import waxwing.server.account.AccountView;
import waxwing.server.account.Accounts;
import waxwing.server.account.Caller;
import waxwing.server.controls.Verdict;
import waxwing.server.mailbox.Deposit;
import waxwing.server.mailbox.DepositOutcome;
import waxwing.server.mailbox.Entry;
import waxwing.server.mailbox.EntryContent;
import waxwing.server.mailbox.Mailbox;
import waxwing.server.mailbox.SubmitKey;
import waxwing.server.report.RelayTags;
import waxwing.server.rpc.Answers;

/// One send, from the checked caller to the durable queues of all devices that it is for.
///
/// Behind a [Gate] that hides the recipient, the submit is recorded behind the same commit barrier whatever is
/// decided, and whoever is connected, before it is answered: neither the answer nor its time tells the sender.
public final class Delivery {
    private static final long RETENTION_MILLIS = Duration.ofDays(30).toMillis();
    private static final Duration FULL_FOR = Duration.ofSeconds(10);

    private final Accounts accounts;
    private final Mailbox mailbox;
    private final RelayTags tags;
    private final SendLimits limits;
    private final InstantSource clock;

    public Delivery(Accounts accounts, Mailbox mailbox, RelayTags tags, SendLimits limits, InstantSource clock) {
        this.accounts = accounts;
        this.mailbox = mailbox;
        this.tags = tags;
        this.limits = limits;
        this.clock = clock;
    }

    /// Whether a person's [#send] need not wait for the disk. One that is refused for its form does not.
    boolean isAtHand(Caller caller, Submit submit, PersonGates gates) {
        if (!accounts.isAtHand(caller.account())) {
            return false;
        }
        if (submit.getSubmitId().size() != SubmitId.BYTES) {
            return true;
        }
        if (!mailbox.isNew(caller.queue(), submitId(submit))) {
            return false;
        }
        for (Destination destination : submit.getDestinationsList()) {
            if (destination.getAccountId().size() == AccountId.BYTES && !isAtHand(caller, destination, gates)) {
                return false;
            }
        }
        return true;
    }

    private boolean isAtHand(Caller caller, Destination destination, PersonGates gates) {
        AccountId recipient = recipient(destination);
        if (!accounts.isAtHand(recipient) || !gates.areAtHand(caller.account(), recipient)) {
            return false;
        }
        List<AccountDevice> devices =
                accounts.find(recipient).map(AccountView::devices).orElse(List.of());
        for (AccountDevice device : devices) {
            if (!mailbox.isAtHand(device.queue())) {
                return false;
            }
        }
        return true;
    }

    /// When a submit that came just now is over, in Unix milliseconds.
    static long expiresAtMillis(Submit submit, long nowMillis) {
        return nowMillis + (submit.getExpiresInS() == 0 ? RETENTION_MILLIS : 1_000L * submit.getExpiresInS());
    }

    private static SubmitId submitId(Submit submit) {
        return SubmitId.ofBytes(submit.getSubmitId().toByteArray());
    }

    private static AccountId recipient(Destination destination) {
        return AccountId.ofBytes(destination.getAccountId().toByteArray());
    }

    /// Tells the outcome once, now or later, on any thread.
    public void send(Caller caller, Submit submit, Gate gate, Consumer<SendOutcome> listener) {
        Optional<AccountView> registered = accounts.find(caller.account()).filter(account -> account.has(caller));
        if (registered.isEmpty()) {
            listener.accept(new SendOutcome.Revoked());
            return;
        }
        AccountView sender = registered.get();
        long now = clock.millis();
        Optional<SubmitResult> refusal =
                SubmitPolicy.refusal(caller, submit, now).or(() -> tooMany(caller, submit, gate));
        if (refusal.isPresent()) {
            listener.accept(new SendOutcome.Answered(refusal.get()));
            return;
        }
        OneSend one = new OneSend(caller, sender, submit, gate, now, listener);
        for (int i = 0; i < submit.getDestinationsCount(); i++) {
            one.to(i);
        }
    }

    private Optional<SubmitResult> tooMany(Caller caller, Submit submit, Gate gate) {
        Optional<Duration> wait = limits.excessOf(caller);
        if (wait.isEmpty()) {
            wait = limits.excessFor(caller, submit, gate);
            Optional<SubmitResult> before = wait.isEmpty() ? Optional.empty() : acceptedBefore(caller, submit);
            if (before.isPresent()) {
                return before;
            }
        }
        // Statuses have to fit the sender's own queue. Asked whatever the recipient decides, so that it tells nothing.
        if (wait.isEmpty() && gate.hidesRecipient() && !mailbox.hasRoom(caller.queue())) {
            wait = Optional.of(FULL_FOR);
        }
        return wait.map(time -> SubmitPolicy.result(submit)
                .setRateLimited(RateLimitedSubmit.newBuilder().setRetryAfterMs(Answers.millis(time)))
                .build());
    }

    /// What a submit is answered that was accepted before, and now is over the limits of its recipient: nothing is
    /// stored anew. Whoever is over their own limit isn't worth the look.
    private Optional<SubmitResult> acceptedBefore(Caller caller, Submit submit) {
        SubmitId id = submitId(submit);
        if (mailbox.isNew(caller.queue(), id)) {
            return Optional.empty();
        }
        DestinationResults.Builder all = DestinationResults.newBuilder();
        for (Destination destination : submit.getDestinationsList()) {
            OptionalLong at = mailbox.acceptedBefore(new SubmitKey(id, caller.queue(), recipient(destination)));
            if (at.isEmpty()) {
                return Optional.empty();
            }
            all.addResults(DestinationResult.newBuilder()
                    .setAccountId(destination.getAccountId())
                    .setAccepted(Accepted.newBuilder().setAcceptedAtMs(at.getAsLong())));
        }
        return Optional.of(SubmitPolicy.result(submit).setResults(all).build());
    }

    /// One submit that is well-formed and within the limits.
    private final class OneSend {
        private final Caller caller;
        private final AccountView sender;
        private final Submit submit;
        private final SubmitId id;
        private final Deposit.Novelty novelty;
        private final Gate gate;
        private final long now;
        private final SubmitAnswer answer;

        private OneSend(
                Caller caller, AccountView sender, Submit submit, Gate gate, long now, Consumer<SendOutcome> listener) {
            this.caller = caller;
            this.sender = sender;
            this.submit = submit;
            this.id = submitId(submit);
            this.novelty = mailbox.note(caller.queue(), id);
            this.gate = gate;
            this.now = now;
            this.answer = new SubmitAnswer(submit, listener);
        }

        private void to(int index) {
            Destination destination = submit.getDestinations(index);
            AccountId recipient = recipient(destination);
            boolean own = recipient.equals(caller.account());
            Optional<AccountView> account = own ? Optional.of(sender) : account(recipient);
            if (account.isEmpty() && !gate.hidesRecipient()) {
                answer.known(
                        index,
                        DestinationResult.newBuilder().setRecipientNotFound(RecipientNotFound.getDefaultInstance()));
                return;
            }
            Optional<List<AccountDevice>> others =
                    own || account.isEmpty() ? Optional.empty() : gate.otherDevices(recipient);
            List<AccountDevice> devices = others.orElseGet(
                    () -> account.isPresent() ? devicesToReach(account.get()) : gate.decoyDevices(recipient));
            Optional<MismatchedDevices> mismatch = DevicePolicy.mismatch(devices, destination.getCiphertextsList());
            if (mismatch.isPresent()) {
                notStored(index, recipient);
                answer.known(index, DestinationResult.newBuilder().setMismatchedDevices(mismatch.get()));
                return;
            }
            // Whoever is shown other devices is not reached, also if that has just changed.
            Optional<AccountView> reachable = others.isPresent() ? Optional.empty() : account;
            Verdict verdict = own ? new Verdict.Deliver() : gate.decide(recipient, reachable, now);
            boolean first = !own && gate.hidesRecipient() && isFirst(recipient);
            mailbox.deposit(deposit(verdict, destination, recipient, devices), outcome -> {
                if (first && outcome instanceof DepositOutcome.Accepted) {
                    gate.counted(verdict);
                } else if (!own) {
                    gate.notCounted(recipient, verdict, now);
                }
                if (!own && outcome instanceof DepositOutcome.Accepted accepted) {
                    account.ifPresent(reached -> gate.accepted(reached, verdict, accepted.atMillis()));
                }
                if (!(verdict instanceof Verdict.Deliver && outcome instanceof DepositOutcome.Accepted)) {
                    notStored(index, recipient);
                }
                tell(index, outcome);
            });
        }

        private boolean isFirst(AccountId recipient) {
            return novelty == Deposit.Novelty.NEW
                    || mailbox.acceptedBefore(new SubmitKey(id, caller.queue(), recipient))
                            .isEmpty();
        }

        private Optional<AccountView> account(AccountId recipient) {
            return gate.isDecoy(recipient) ? Optional.empty() : accounts.find(recipient);
        }

        /// Only what is stored for a recipient counts as sent to it.
        private void notStored(int index, AccountId recipient) {
            if (index == 0 && !recipient.equals(caller.account()) && !gate.hidesRecipient()) {
                limits.notStored(recipient, submit.getDestinations(index));
            }
        }

        private List<AccountDevice> devicesToReach(AccountView account) {
            return account.has(caller)
                    ? account.devices().stream()
                            .filter(device -> !device.queue().equals(caller.queue()))
                            .toList()
                    : account.devices();
        }

        private Deposit deposit(
                Verdict verdict, Destination destination, AccountId recipient, List<AccountDevice> devices) {
            SubmitKey key = new SubmitKey(id, caller.queue(), recipient);
            return switch (verdict) {
                case Verdict.Deliver _ ->
                    new Deposit(
                            key,
                            novelty,
                            now,
                            gate.hidesRecipient() ? Deposit.Disposition.STORE_IF_ROOM : Deposit.Disposition.STORE,
                            envelopes(destination, recipient, devices));
                case Verdict.Hold _ ->
                    new Deposit(
                            key,
                            novelty,
                            now,
                            Deposit.Disposition.STORE_IF_ROOM,
                            envelopes(destination, recipient, devices).stream()
                                    .map(addressed -> held(addressed, recipient))
                                    .toList());
                case Verdict.Withhold _ ->
                    new Deposit(
                            key,
                            novelty,
                            now,
                            gate.hidesRecipient() ? Deposit.Disposition.DROP : Deposit.Disposition.DROP_IF_ROOM,
                            envelopes(destination, recipient, devices));
                case Verdict.Suppress suppress ->
                    status(
                            key,
                            status(destination)
                                    .setSuppressed(Suppressed.newBuilder().setCode(suppress.code())));
                case Verdict.Fail fail ->
                    status(
                            key,
                            status(destination).setFailed(Failed.newBuilder().setCode(fail.code())));
            };
        }

        private Deposit.Addressed held(Deposit.Addressed addressed, AccountId recipient) {
            Entry entry = addressed.entry();
            if (!(entry.content() instanceof EntryContent.Message message)) {
                throw new IllegalStateException("only messages are held");
            }
            MessageKind kind =
                    MessageKind.valueOf(gate.label().orElseThrow().getKind().name());
            return new Deposit.Addressed(
                    addressed.queue().held(),
                    new Entry(
                            new EntryContent.Held(message, recipient, caller.account(), kind, now),
                            entry.expiresAtMillis()));
        }

        private RelayStatus.Builder status(Destination destination) {
            return RelayStatus.newBuilder()
                    .setSubmitId(submit.getSubmitId())
                    .setAccountId(destination.getAccountId())
                    .setAtMs(now);
        }

        private Deposit status(SubmitKey key, RelayStatus.Builder status) {
            Entry entry = new Entry(new EntryContent.Status(status.build()), now + RETENTION_MILLIS);
            return new Deposit(
                    key,
                    novelty,
                    now,
                    Deposit.Disposition.STORE,
                    List.of(new Deposit.Addressed(caller.queue(), entry)));
        }

        private List<Deposit.Addressed> envelopes(
                Destination destination, AccountId recipient, List<AccountDevice> devices) {
            ByteString tag = tags.tag(
                    new RelayTags.Statement(
                            caller.account(),
                            caller.device(),
                            recipient,
                            id,
                            now,
                            gate.label()
                                    .map(Label::getKind)
                                    .orElse(waxwing.relay.v1.MessageKind.MESSAGE_KIND_UNSPECIFIED)),
                    submit.getCommitments());
            List<Deposit.Addressed> envelopes = new ArrayList<>(devices.size());
            for (AccountDevice device : devices) {
                DeviceCiphertext one = Objects.requireNonNull(
                        DevicePolicy.ciphertextFor(device, destination.getCiphertextsList()),
                        "a device without a ciphertext passed the check");
                envelopes.add(new Deposit.Addressed(device.queue(), entry(one, tag)));
            }
            return envelopes;
        }

        private Entry entry(DeviceCiphertext one, ByteString tag) {
            Envelope.Builder envelope = Envelope.newBuilder()
                    .setSubmitId(submit.getSubmitId())
                    .setAcceptedAtMs(now)
                    .setSenderDeviceId(caller.device().value())
                    .setType(one.getType())
                    .setCiphertext(one.getCiphertext())
                    .setCommitments(submit.getCommitments())
                    .setRelayTag(tag);
            gate.label().ifPresent(envelope::setLabel);
            return new Entry(
                    EntryContent.Message.of(envelope.build(), sender.certificateId()), expiresAtMillis(submit, now));
        }

        private void tell(int index, DepositOutcome outcome) {
            switch (outcome) {
                case DepositOutcome.Accepted accepted ->
                    answer.known(
                            index,
                            DestinationResult.newBuilder()
                                    .setAccepted(Accepted.newBuilder().setAcceptedAtMs(accepted.atMillis())));
                case DepositOutcome.Full _ ->
                    answer.known(
                            index, DestinationResult.newBuilder().setMailboxFull(MailboxFull.getDefaultInstance()));
                case DepositOutcome.Busy busy -> answer.busy(busy.retryAfter());
                case DepositOutcome.Failed failed -> answer.failed(failed.failure());
            }
        }
    }
}
