package waxwing.server.delivery;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;
import waxwing.relay.v1.Label;
import waxwing.server.account.AccountDevice;
import waxwing.server.account.AccountView;
import waxwing.server.account.Caller;
import waxwing.server.business.Business;
import waxwing.server.business.Businesses;
import waxwing.server.business.Standing;
import waxwing.server.controls.Controls;
import waxwing.server.controls.ControlsPolicy;
import waxwing.server.controls.PersonControls;
import waxwing.server.controls.TierUse;
import waxwing.server.controls.Verdict;
import waxwing.server.keys.Bundles;

/// What a business's messages pass: the recipient's controls. Somebody who does not exist is decided about like
/// a new person, and then nothing is stored.
public record BusinessGates(Businesses businesses, Controls controls, Bundles bundles) {
    private static final Set<MessageKind> ALL_KINDS = Collections.unmodifiableSet(EnumSet.allOf(MessageKind.class));

    Gate of(Caller sender, Label label) {
        return new BusinessGate(this, sender, label);
    }

    private Standing standing(AccountId business) {
        return businesses.find(business).map(Business::standing).orElse(Standing.PENDING);
    }

    private record BusinessGate(BusinessGates gates, Caller sender, Label outer) implements Gate {
        @Override
        public boolean hidesRecipient() {
            return true;
        }

        @Override
        public List<AccountDevice> decoyDevices(AccountId recipient) {
            return gates.bundles().decoyDevices(recipient);
        }

        @Override
        public Verdict decide(AccountId recipient, Optional<AccountView> account, long nowMillis) {
            // Looked up in any case, so that time tells nothing: for an unknown account it is a new person's.
            PersonControls own = gates.controls().of(recipient);
            OptionalLong lastMessageAt = outer.getKind() == waxwing.relay.v1.MessageKind.CONVERSATION
                    ? gates.controls().lastMessageAt(recipient, sender.account())
                    : OptionalLong.empty();
            Verdict verdict = ControlsPolicy.decide(new ControlsPolicy.Question(
                    new ControlsPolicy.Sender(gates.standing(sender.account()), ALL_KINDS, TierUse.WITHIN),
                    kind(),
                    new ControlsPolicy.Recipient(
                            own.toward(sender.account()),
                            own.general().quietHours(),
                            lastMessageAt,
                            own.blockOf(sender.account())),
                    0,
                    nowMillis));
            return account.isEmpty() && ControlsPolicy.letsThrough(verdict) ? new Verdict.Withhold() : verdict;
        }

        private Optional<MessageKind> kind() {
            return outer.getKind() == waxwing.relay.v1.MessageKind.REPAIR
                    ? Optional.empty()
                    : Optional.of(MessageKind.valueOf(outer.getKind().name()));
        }

        @Override
        public Optional<Label> label() {
            return Optional.of(outer);
        }

        @Override
        public void accepted(AccountView recipient, long atMillis) {
            // Only a person's message opens a conversation.
        }
    }
}
