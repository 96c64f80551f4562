package waxwing.client.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.StateReason;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;
import waxwing.model.MessageId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.DestinationResult;
import waxwing.relay.v1.MismatchedDevices;
import waxwing.relay.v1.NotPermitted;
import waxwing.relay.v1.SubmitResult;

/// Writes down what the relay answered to a submit. Every call is work within a transaction.
final class Settling {
    /// A number is looked up again once when its account has vanished.
    private static final int LOOKUPS = 2;

    private final Own own;
    private final Stores stores;
    private final Packing packing;

    Settling(Own own, Stores stores, Packing packing) {
        this.own = own;
        this.stores = stores;
        this.packing = packing;
    }

    /// What to do before the next step.
    sealed interface Settled {
        record Done(Step next) implements Settled {
            Done() {
                this(new Step.Again());
            }
        }

        /// Nothing was stored; the same submit may be repeated after a pause.
        record Pause(Duration length) implements Settled {}
    }

    Settled settle(Step.Ready sent, SubmitResult answer) {
        Outgoing outgoing = sent.outgoing();
        SubmitId submit = submitId(sent);
        if (!isAccepted(answer) && !stores.outbox().isOutstanding(outgoing.messageId(), submit)) {
            // Its recipient could not read it and has asked for it again, before this answer came.
            return new Settled.Done();
        }
        return switch (answer.getOutcomeCase()) {
            case RESULTS -> {
                if (answer.getResults().getResultsCount() == 0) {
                    packing.refused(outgoing, StateReason.REFUSED);
                } else {
                    settleDestination(sent, answer.getResults().getResults(0));
                }
                yield new Settled.Done();
            }
            case RATE_LIMITED ->
                new Settled.Pause(Duration.ofMillis(answer.getRateLimited().getRetryAfterMs()));
            case NOT_PERMITTED -> {
                NotPermitted why = answer.getNotPermitted();
                if (why.getCode() == NotPermitted.Code.SUBMIT_ID_OUT_OF_RANGE) {
                    own.relayTime().shows(Instant.ofEpochMilli(why.getRelayTimeMs()));
                    stores.outbox().voidSubmit(outgoing.messageId(), submit);
                } else {
                    packing.refused(outgoing, StateReason.REFUSED);
                }
                yield new Settled.Done();
            }
            case TOO_LARGE -> {
                packing.refused(outgoing, StateReason.MESSAGE_TOO_LARGE);
                yield new Settled.Done();
            }
            case INVALID, OUTCOME_NOT_SET -> {
                packing.refused(outgoing, StateReason.REFUSED);
                yield new Settled.Done();
            }
        };
    }

    /// Nearly every answer: what is done then finds out by itself whether the submit is outstanding.
    private static boolean isAccepted(SubmitResult answer) {
        return answer.getResults().getResultsCount() > 0
                && answer.getResults().getResults(0).hasAccepted();
    }

    private void settleDestination(Step.Ready sent, DestinationResult result) {
        Outgoing outgoing = sent.outgoing();
        AccountId account = AccountId.ofBytes(
                sent.submit().getDestinations(0).getAccountId().toByteArray());
        switch (result.getOutcomeCase()) {
            case ACCEPTED -> {
                if (stores.outbox().accepted(outgoing, submitId(sent), own.now()) && outgoing.isMessage()) {
                    acceptedByRelay(outgoing.messageId());
                }
            }
            case MISMATCHED_DEVICES -> {
                mismatched(account, result.getMismatchedDevices());
                stores.outbox().voidSubmit(outgoing.messageId(), submitId(sent));
            }
            case RECIPIENT_NOT_FOUND -> notFound(sent, account);
            case MAILBOX_FULL -> packing.refused(outgoing, StateReason.MAILBOX_FULL);
            case OUTCOME_NOT_SET -> packing.refused(outgoing, StateReason.REFUSED);
        }
    }

    /// A business has called it accepted before; so it is no event there.
    private void acceptedByRelay(MessageId message) {
        if (own.isBusiness()) {
            stores.messages().accepted(message, own.now());
        } else {
            stores.move(message, MessageState.ACCEPTED, Optional.empty(), own.now());
        }
    }

    /// Devices that are gone are forgotten; those that are new or replaced have no session, so that bundles are
    /// taken for them.
    private void mismatched(AccountId account, MismatchedDevices devices) {
        for (DeviceAddress gone : addresses(account, devices.getExtraList())) {
            own.sessions().forget(gone);
            stores.peers().removeDevice(gone);
        }
        for (DeviceAddress replaced : addresses(account, devices.getStaleList())) {
            own.sessions().forget(replaced);
            stores.peers().addDevice(replaced);
        }
        for (DeviceAddress missing : addresses(account, devices.getMissingList())) {
            stores.peers().addDevice(missing);
        }
    }

    private static SubmitId submitId(Step.Ready sent) {
        return SubmitId.ofBytes(sent.submit().getSubmitId().toByteArray());
    }

    private static List<DeviceAddress> addresses(AccountId account, List<Integer> devices) {
        return devices.stream()
                .filter(device -> device >= 1 && device <= 127)
                .map(device -> new DeviceAddress(account, new DeviceId(device)))
                .toList();
    }

    /// The account is gone; the number may have another one by now.
    private void notFound(Step.Ready sent, AccountId account) {
        Outgoing outgoing = sent.outgoing();
        stores.peers().devices(account).forEach(device -> {
            own.sessions().forget(new DeviceAddress(account, device));
            stores.peers().removeDevice(new DeviceAddress(account, device));
        });
        if (outgoing.attempts() + 1 >= LOOKUPS || own.account().type() == AccountType.BUSINESS) {
            packing.refused(outgoing, StateReason.RECIPIENT_NOT_FOUND);
        } else {
            stores.contacts().forgetAddress(sent.contact());
            stores.outbox().voidSubmit(outgoing.messageId(), submitId(sent));
        }
    }
}
