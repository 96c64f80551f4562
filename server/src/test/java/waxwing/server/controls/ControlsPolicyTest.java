package waxwing.server.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import waxwing.model.MessageKind;
import waxwing.relay.v1.Failed;
import waxwing.relay.v1.Suppressed;
import waxwing.server.business.Standing;

class ControlsPolicyTest {
    private static final long NOW = Situation.NOW;
    private static final long DAY = 86_400_000L;

    private static final Verdict DELIVER = new Verdict.Deliver();
    private static final Verdict WITHHOLD = new Verdict.Withhold();
    private static final Verdict ASKED = new Verdict.Hold(Verdict.Why.ASK, OptionalLong.empty());
    private static final Verdict QUIET =
            new Verdict.Hold(Verdict.Why.QUIET_HOURS, OptionalLong.of(Situation.QUIET_UNTIL));
    private static final Verdict PREFERENCE = new Verdict.Suppress(Suppressed.Code.RECIPIENT_PREFERENCE);
    private static final Verdict OPTED_OUT = new Verdict.Suppress(Suppressed.Code.RECIPIENT_OPTED_OUT);
    private static final Verdict NOT_OPTED_IN = new Verdict.Suppress(Suppressed.Code.RECIPIENT_NOT_OPTED_IN);
    private static final Verdict WINDOW_CLOSED = new Verdict.Suppress(Suppressed.Code.SERVICE_WINDOW_CLOSED);
    private static final Verdict LIMIT_REACHED = new Verdict.Suppress(Suppressed.Code.RECIPIENT_LIMIT_REACHED);
    private static final Verdict NOT_VERIFIED = new Verdict.Fail(Failed.Code.SENDER_NOT_VERIFIED);
    private static final Verdict SUSPENDED = new Verdict.Fail(Failed.Code.SENDER_SUSPENDED);
    private static final Verdict KIND_NOT_ALLOWED = new Verdict.Fail(Failed.Code.KIND_NOT_ALLOWED);
    private static final Verdict TIER_EXCEEDED = new Verdict.Fail(Failed.Code.TIER_EXCEEDED);

    /// What a person can have chosen, and what comes of it for each kind if nothing else stands in the way: R is
    /// for RECEIPT, RESERVATION and DELIVERY, C for CODE, O for OFFER, V for CONVERSATION.
    static Stream<Arguments> choices() {
        return Stream.of(
                //        for this business, for the kind   R           C           O             V
                choice(none(), none(), DELIVER, DELIVER, NOT_OPTED_IN, DELIVER),
                choice(all(Setting.ALLOW), none(), DELIVER, DELIVER, DELIVER, DELIVER),
                choice(all(Setting.ASK), none(), ASKED, ASKED, ASKED, ASKED),
                choice(all(Setting.STOP), none(), OPTED_OUT, OPTED_OUT, OPTED_OUT, OPTED_OUT),
                choice(none(), all(Setting.ALLOW), DELIVER, DELIVER, NOT_OPTED_IN, DELIVER),
                choice(none(), all(Setting.ASK), ASKED, ASKED, NOT_OPTED_IN, ASKED),
                choice(none(), all(Setting.STOP), PREFERENCE, PREFERENCE, NOT_OPTED_IN, PREFERENCE),
                choice(all(Setting.ALLOW), all(Setting.STOP), DELIVER, DELIVER, DELIVER, DELIVER),
                choice(all(Setting.ALLOW), all(Setting.ASK), DELIVER, DELIVER, DELIVER, DELIVER),
                choice(all(Setting.ASK), all(Setting.STOP), ASKED, ASKED, ASKED, ASKED),
                choice(all(Setting.ASK), all(Setting.ALLOW), ASKED, ASKED, ASKED, ASKED),
                choice(all(Setting.STOP), all(Setting.ALLOW), OPTED_OUT, OPTED_OUT, OPTED_OUT, OPTED_OUT),
                choice(all(Setting.STOP), all(Setting.ASK), OPTED_OUT, OPTED_OUT, OPTED_OUT, OPTED_OUT),
                choice(only(MessageKind.OFFER, Setting.STOP), none(), DELIVER, DELIVER, OPTED_OUT, DELIVER),
                choice(only(MessageKind.OFFER, Setting.ALLOW), none(), DELIVER, DELIVER, DELIVER, DELIVER),
                choice(only(MessageKind.OFFER, Setting.ASK), none(), DELIVER, DELIVER, ASKED, DELIVER),
                choice(allBut(MessageKind.CODE), none(), PREFERENCE, DELIVER, OPTED_OUT, PREFERENCE),
                choice(allBut(MessageKind.OFFER), none(), PREFERENCE, PREFERENCE, NOT_OPTED_IN, PREFERENCE),
                choice(only(MessageKind.CODE, Setting.STOP), all(Setting.ASK), ASKED, PREFERENCE, NOT_OPTED_IN, ASKED));
    }

    private static Arguments choice(
            Map<MessageKind, Setting> forBusiness,
            Map<MessageKind, Setting> forKind,
            Verdict utility,
            Verdict code,
            Verdict offer,
            Verdict conversation) {
        Map<MessageKind, Verdict> expected = new EnumMap<>(MessageKind.class);
        for (MessageKind kind : MessageKind.values()) {
            expected.put(
                    kind,
                    switch (kind) {
                        case RECEIPT, RESERVATION, DELIVERY -> utility;
                        case CODE -> code;
                        case OFFER -> offer;
                        case CONVERSATION -> conversation;
                    });
        }
        return arguments(new Preferences(forBusiness, forKind, 2), expected);
    }

    @ParameterizedTest
    @MethodSource("choices")
    void theChoiceForABusinessComesBeforeThatForAKindAndThatBeforeTheDefault(
            Preferences preferences, Map<MessageKind, Verdict> expected) {
        expected.forEach((kind, verdict) -> assertThat(
                        Situation.of(kind).with(preferences).decide())
                .as(kind.name())
                .isEqualTo(verdict));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void aBusinessThatMayNotSendLearnsOnlyThat(Preferences preferences, Map<MessageKind, Verdict> expected) {
        for (MessageKind kind : MessageKind.values()) {
            for (Situation one : pressed(Situation.of(kind).with(preferences))) {
                assertThat(one.with(Standing.PENDING).decide()).isEqualTo(NOT_VERIFIED);
                assertThat(one.with(Standing.SUSPENDED).decide()).isEqualTo(SUSPENDED);
                assertThat(one.withKinds(EnumSet.complementOf(EnumSet.of(kind))).decide())
                        .isEqualTo(KIND_NOT_ALLOWED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("choices")
    void aBlockedBusinessIsAnsweredAsBeforeTheBlockAndNothingIsDelivered(
            Preferences frozen, Map<MessageKind, Verdict> expected) {
        expected.forEach((kind, verdict) -> choices().forEach(later -> {
            Situation blocked = Situation.of(kind)
                    .with((Preferences) later.get()[0])
                    .withLastMessageAt(OptionalLong.empty())
                    .with(new Block(NOW - 10, frozen, OptionalLong.of(NOW - 10)));
            Verdict silent = ControlsPolicy.letsThrough(verdict) ? WITHHOLD : verdict;
            assertThat(blocked.decide()).as(kind.name()).isEqualTo(silent);
            assertThat(blocked.with(Situation.QUIET).decide()).as(kind.name()).isEqualTo(silent);
        }));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void onlyAConversationNeedsAnOpenWindow(Preferences preferences, Map<MessageKind, Verdict> expected) {
        expected.forEach((kind, verdict) -> {
            boolean closes = kind == MessageKind.CONVERSATION && ControlsPolicy.letsThrough(verdict);
            assertThat(Situation.of(kind)
                            .with(preferences)
                            .withLastMessageAt(OptionalLong.empty())
                            .decide())
                    .as(kind.name())
                    .isEqualTo(closes ? WINDOW_CLOSED : verdict);
        });
    }

    @ParameterizedTest
    @MethodSource("choices")
    void onlyOffersThatAreWantedAreCapped(Preferences preferences, Map<MessageKind, Verdict> expected) {
        expected.forEach((kind, verdict) -> {
            Situation one = Situation.of(kind).with(preferences);
            boolean capped = kind == MessageKind.OFFER && ControlsPolicy.letsThrough(verdict);
            assertThat(one.withOffers(1).decide()).as(kind.name()).isEqualTo(verdict);
            assertThat(one.withOffers(2).decide()).as(kind.name()).isEqualTo(capped ? LIMIT_REACHED : verdict);
            assertThat(one.withOffers(3).decide()).as(kind.name()).isEqualTo(capped ? LIMIT_REACHED : verdict);
        });
    }

    @ParameterizedTest
    @MethodSource("choices")
    void theTierIsToldOnlyOfWhatThePersonWants(Preferences preferences, Map<MessageKind, Verdict> expected) {
        expected.forEach((kind, verdict) -> {
            Situation exceeded = Situation.of(kind).with(preferences).with(TierUse.EXCEEDED);
            Verdict told = ControlsPolicy.letsThrough(verdict) ? TIER_EXCEEDED : verdict;
            assertThat(exceeded.decide()).as(kind.name()).isEqualTo(told);
            assertThat(exceeded.with(Situation.QUIET).decide()).as(kind.name()).isEqualTo(told);
        });
    }

    @ParameterizedTest
    @MethodSource("choices")
    void thatTooManyWaitIsToldOnlyOfWhatThePersonWants(Preferences preferences, Map<MessageKind, Verdict> expected) {
        expected.forEach((kind, verdict) -> {
            Situation one = Situation.of(kind).with(preferences);
            Verdict told = ControlsPolicy.letsThrough(verdict) ? LIMIT_REACHED : verdict;
            assertThat(one.withWaiting(99).decide()).as(kind.name()).isEqualTo(verdict);
            assertThat(one.withWaiting(100).decide()).as(kind.name()).isEqualTo(told);
            assertThat(one.withWaiting(100).with(Situation.QUIET).decide())
                    .as(kind.name())
                    .isEqualTo(told);
        });
    }

    @ParameterizedTest
    @MethodSource("choices")
    void quietHoursHoldWhatWouldBeDeliveredButForCodes(Preferences preferences, Map<MessageKind, Verdict> expected) {
        expected.forEach((kind, verdict) -> {
            boolean held = kind != MessageKind.CODE && verdict.equals(DELIVER);
            assertThat(Situation.of(kind)
                            .with(preferences)
                            .with(Situation.QUIET)
                            .decide())
                    .as(kind.name())
                    .isEqualTo(held ? QUIET : verdict);
        });
    }

    @Test
    void theCapIsAskedBeforeTheTierAndAfterTheOptIn() {
        Situation offer = Situation.of(MessageKind.OFFER).with(TierUse.EXCEEDED).withOffers(2);
        assertThat(offer.with(new Preferences(all(Setting.ALLOW), none(), 2)).decide())
                .isEqualTo(LIMIT_REACHED);
        assertThat(offer.with(new Preferences(none(), none(), 2)).decide()).isEqualTo(NOT_OPTED_IN);
    }

    @Test
    void theTierIsAskedBeforeHowManyWait() {
        assertThat(Situation.of(MessageKind.RECEIPT)
                        .with(TierUse.EXCEEDED)
                        .withWaiting(100)
                        .decide())
                .isEqualTo(TIER_EXCEEDED);
    }

    @Test
    void aCapOfNoneLetsNoOfferThrough() {
        Preferences none = new Preferences(all(Setting.ALLOW), none(), 0);
        assertThat(Situation.of(MessageKind.OFFER).with(none).decide()).isEqualTo(LIMIT_REACHED);
        assertThat(Situation.of(MessageKind.RECEIPT).with(none).decide()).isEqualTo(DELIVER);
    }

    @Test
    void theWindowIsOpenForLessThan24Hours() {
        Situation conversation = Situation.of(MessageKind.CONVERSATION);
        assertThat(conversation
                        .withLastMessageAt(OptionalLong.of(NOW - DAY + 1))
                        .decide())
                .isEqualTo(DELIVER);
        assertThat(conversation.withLastMessageAt(OptionalLong.of(NOW - DAY)).decide())
                .isEqualTo(WINDOW_CLOSED);
    }

    @Test
    void aBlockedBusinessSeesTheWindowCloseAndTheLimitReachedAsItWouldHave() {
        Preferences frozen = new Preferences(all(Setting.ALLOW), none(), 1);
        Block recent = new Block(NOW - 10, frozen, OptionalLong.of(NOW - 20));
        Block old = new Block(NOW - DAY, frozen, OptionalLong.of(NOW - DAY));
        Situation conversation = Situation.of(MessageKind.CONVERSATION);
        assertThat(conversation.with(recent).decide()).isEqualTo(WITHHOLD);
        assertThat(conversation.with(old).decide()).isEqualTo(WINDOW_CLOSED);
        Situation offer = Situation.of(MessageKind.OFFER).with(recent);
        assertThat(offer.decide()).isEqualTo(WITHHOLD);
        assertThat(offer.withOffers(1).decide()).isEqualTo(LIMIT_REACHED);
        assertThat(offer.with(TierUse.EXCEEDED).decide()).isEqualTo(TIER_EXCEEDED);
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void aRepairPassesEverySettingButNoBlockAndNoStanding(Setting setting) {
        for (Situation repair : pressed(Situation.repair().with(new Preferences(all(setting), all(setting), 0)))) {
            assertThat(repair.decide()).isEqualTo(DELIVER);
            assertThat(repair.with(new Block(NOW - 10, Preferences.DEFAULT, OptionalLong.empty()))
                            .decide())
                    .isEqualTo(WITHHOLD);
            assertThat(repair.with(Standing.SUSPENDED).decide()).isEqualTo(SUSPENDED);
        }
    }

    /// The situation, and the same with everything in the way that can be.
    private static List<Situation> pressed(Situation one) {
        return List.of(
                one,
                one.with(TierUse.EXCEEDED)
                        .withOffers(1_000)
                        .withWaiting(1_000)
                        .with(Situation.QUIET)
                        .withLastMessageAt(OptionalLong.empty()));
    }

    private static Map<MessageKind, Setting> none() {
        return Map.of();
    }

    private static Map<MessageKind, Setting> only(MessageKind kind, Setting setting) {
        return Map.of(kind, setting);
    }

    private static Map<MessageKind, Setting> all(Setting setting) {
        Map<MessageKind, Setting> chosen = new EnumMap<>(MessageKind.class);
        Arrays.stream(MessageKind.values()).forEach(kind -> chosen.put(kind, setting));
        return chosen;
    }

    private static Map<MessageKind, Setting> allBut(MessageKind kept) {
        Map<MessageKind, Setting> chosen = all(Setting.STOP);
        chosen.remove(kept);
        return chosen;
    }
}
