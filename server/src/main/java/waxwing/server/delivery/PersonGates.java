package waxwing.server.delivery;

import java.util.List;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.relay.v1.Label;
import waxwing.relay.v1.Submit;
import waxwing.server.account.AccountDevice;
import waxwing.server.account.AccountView;
import waxwing.server.account.Caller;
import waxwing.server.business.Business;
import waxwing.server.business.Businesses;
import waxwing.server.business.Standing;
import waxwing.server.controls.Controls;
import waxwing.server.controls.Verdict;
import waxwing.server.controls.WaitingMessages;

/// What a person's messages pass: the recipient's block list, silently, and as silently the suspension of
/// the business that the account was before. What a person writes to a business, and not what their client
/// tells it by itself, opens the window in which that may answer freely.
public record PersonGates(Businesses businesses, Controls controls, WaitingMessages waiting) {
    Gate of(Caller sender, Submit submit) {
        return new PersonGate(this, sender, submit.getAutomatic() ? Voice.PROGRAM : Voice.PERSON);
    }

    /// Who speaks in a submit.
    private enum Voice {
        PERSON,
        PROGRAM
    }

    /// Whether a gate's decision need not wait for the disk.
    boolean areAtHand(AccountId sender, AccountId recipient) {
        return controls.isAtHand(recipient) && businesses.isAtHand(sender);
    }

    private boolean isSuspended(AccountId account) {
        return businesses
                .find(account)
                .map(Business::standing)
                .filter(Standing.SUSPENDED::equals)
                .isPresent();
    }

    private record PersonGate(PersonGates gates, Caller sender, Voice voice) implements Gate {
        @Override
        public boolean hidesRecipient() {
            return false;
        }

        @Override
        public List<AccountDevice> decoyDevices(AccountId recipient) {
            throw new IllegalStateException("a person is told that there is no such account");
        }

        @Override
        public Verdict decide(AccountId recipient, Optional<AccountView> account, long nowMillis) {
            boolean blocked =
                    gates.controls().of(recipient).blockOf(sender.account()).isPresent();
            if (blocked || gates.isSuspended(sender.account())) {
                return new Verdict.Withhold();
            }
            // Before it is there: whoever is connected may answer at once.
            if (account.filter(PersonGate::isBusiness).isPresent()) {
                gates.waiting().heard(recipient, sender.account());
            }
            return new Verdict.Deliver();
        }

        @Override
        public Optional<Label> label() {
            return Optional.empty();
        }

        @Override
        public void accepted(AccountView recipient, Verdict verdict, long atMillis) {
            if (voice == Voice.PERSON && isBusiness(recipient)) {
                gates.controls().wrote(sender.account(), recipient.id(), atMillis);
            }
        }

        private static boolean isBusiness(AccountView account) {
            return account.type() == AccountType.BUSINESS;
        }
    }
}
