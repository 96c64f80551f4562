package waxwing.server.delivery;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waxwing.model.AccountId;
import waxwing.model.MessageCategory;
import waxwing.model.MessageKind;
import waxwing.model.SubmitId;
import waxwing.relay.v1.BusinessSubmit;
import waxwing.relay.v1.Label;
import waxwing.relay.v1.Suppressed;
import waxwing.server.account.AccountDevice;
import waxwing.server.account.AccountView;
import waxwing.server.account.Caller;
import waxwing.server.business.Business;
import waxwing.server.business.Businesses;
import waxwing.server.business.Standing;
import waxwing.server.business.Tiers;
import waxwing.server.controls.Controls;
import waxwing.server.controls.ControlsPolicy;
import waxwing.server.controls.Offers;
import waxwing.server.controls.PersonControls;
import waxwing.server.controls.TierUse;
import waxwing.server.controls.Verdict;
import waxwing.server.controls.WaitingMessages;
import waxwing.server.keys.Bundles;
import waxwing.server.report.Reach;

/// What a business's messages pass: the recipient's controls and its own tier. Somebody who does not exist is decided
/// about like a new person and counts like one, and then nothing is stored.
public record BusinessGates(
        Businesses businesses,
        Tiers tiers,
        Controls controls,
        WaitingMessages waiting,
        Holding holding,
        Bundles bundles,
        Reach reach) {
    private static final Set<MessageKind> ALL_KINDS = Collections.unmodifiableSet(EnumSet.allOf(MessageKind.class));

    Gate of(Caller sender, BusinessSubmit submit) {
        return new BusinessGate(this, sender, submit);
    }

    private Standing standing(AccountId business) {
        return businesses.find(business).map(Business::standing).orElse(Standing.PENDING);
    }

    private record BusinessGate(BusinessGates gates, Caller sender, BusinessSubmit submit) implements Gate {
        @Override
        public boolean hidesRecipient() {
            return true;
        }

        @Override
        public boolean isDecoy(AccountId recipient) {
            return gates.bundles().isDecoy(recipient);
        }

        @Override
        public Optional<List<AccountDevice>> otherDevices(AccountId recipient) {
            return gates.bundles().stillDevices(recipient, sender.account());
        }

        @Override
        public List<AccountDevice> decoyDevices(AccountId recipient) {
            return gates.bundles().decoyDevices(recipient);
        }

        /// Looked up and counted whether or not there is such an account, so that time tells nothing: for an unknown
        /// one it is a new person's.
        @Override
        public Verdict decide(AccountId recipient, Optional<AccountView> account, long nowMillis) {
            TierUse tier = tierUse(recipient, nowMillis);
            Verdict verdict = kind().filter(MessageKind.OFFER::equals).isPresent()
                    ? decideOffer(recipient, tier, nowMillis)
                    : decide(recipient, tier, 0, nowMillis);
            if (countsForTier()
                    && ControlsPolicy.letsThrough(verdict)
                    && !gates.tiers().count(sender.account(), recipient, nowMillis)) {
                // Somebody else took the last place in between.
                verdict = decide(recipient, TierUse.EXCEEDED, 0, nowMillis);
            }
            if (isLetThrough(verdict)
                    && !gates.waiting().add(sender.account(), recipient, expiresAtMillis(nowMillis), nowMillis)) {
                verdict = new Verdict.Suppress(Suppressed.Code.RECIPIENT_LIMIT_REACHED);
            }
            if (account.isEmpty() && ControlsPolicy.letsThrough(verdict)) {
                return new Verdict.Withhold();
            }
            return verdict instanceof Verdict.Deliver
                            && kind().isPresent()
                            && gates.holding().isBehindOthers(recipient, sender.account())
                    ? new Verdict.Hold(Verdict.Why.ORDER, OptionalLong.of(nowMillis))
                    : verdict;
        }

        /// One that is let through counts for the next.
        private Verdict decideOffer(AccountId recipient, TierUse tier, long nowMillis) {
            SubmitId id = SubmitId.ofBytes(submit.getSubmit().getSubmitId().toByteArray());
            while (true) {
                Offers.Tally before = gates.controls().offers(recipient, sender.account());
                Verdict verdict = decide(recipient, tier, before.countBut(id), nowMillis);
                if (!ControlsPolicy.letsThrough(verdict) || gates.controls().countOffer(before, id)) {
                    return verdict;
                }
            }
        }

        private Verdict decide(AccountId recipient, TierUse tier, int offersInWeek, long nowMillis) {
            PersonControls own = gates.controls().of(recipient);
            OptionalLong lastMessageAt =
                    kind().filter(MessageKind.CONVERSATION::equals).isPresent()
                            ? gates.controls().lastMessageAt(recipient, sender.account())
                            : OptionalLong.empty();
            return ControlsPolicy.decide(new ControlsPolicy.Question(
                    new ControlsPolicy.Sender(
                            gates.standing(sender.account()),
                            ALL_KINDS,
                            tier,
                            gates.waiting().count(sender.account(), recipient, nowMillis)),
                    kind(),
                    new ControlsPolicy.Recipient(
                            own.toward(sender.account()),
                            own.general().quietHours(),
                            lastMessageAt,
                            own.blockOf(sender.account())),
                    offersInWeek,
                    nowMillis));
        }

        private TierUse tierUse(AccountId recipient, long nowMillis) {
            return !countsForTier() || gates.tiers().hasRoomFor(sender.account(), recipient, nowMillis)
                    ? TierUse.WITHIN
                    : TierUse.EXCEEDED;
        }

        /// Whoever is answered has written first, and a repair is no message.
        private boolean countsForTier() {
            return kind().filter(kind -> kind.category() != MessageCategory.SERVICE)
                    .isPresent();
        }

        private Optional<MessageKind> kind() {
            waxwing.relay.v1.MessageKind kind = submit.getLabel().getKind();
            return kind == waxwing.relay.v1.MessageKind.REPAIR
                    ? Optional.empty()
                    : Optional.of(MessageKind.valueOf(kind.name()));
        }

        @Override
        public Optional<Label> label() {
            return Optional.of(submit.getLabel());
        }

        @Override
        public void counted(Verdict verdict) {
            if (isLetThrough(verdict)) {
                gates.reach().letThrough(sender.account());
            }
        }

        @Override
        public void notCounted(AccountId recipient, Verdict verdict, long decidedAtMillis) {
            if (isLetThrough(verdict)) {
                gates.waiting().remove(sender.account(), recipient, expiresAtMillis(decidedAtMillis));
            }
        }

        /// A repair is no message.
        private boolean isLetThrough(Verdict verdict) {
            return kind().isPresent() && ControlsPolicy.letsThrough(verdict);
        }

        private long expiresAtMillis(long nowMillis) {
            return Delivery.expiresAtMillis(submit.getSubmit(), nowMillis);
        }

        @Override
        public void accepted(AccountView recipient, Verdict verdict, long atMillis) {
            if (verdict instanceof Verdict.Hold) {
                kind().ifPresent(kind -> gates.holding().held(recipient.id(), sender.account(), kind));
            }
        }
    }
}
