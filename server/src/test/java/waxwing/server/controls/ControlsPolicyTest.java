package waxwing.server.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waxwing.model.MessageKind;
import waxwing.relay.v1.Failed;
import waxwing.relay.v1.Suppressed;
import waxwing.server.business.Standing;

class ControlsPolicyTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final long DAY = 86_400_000L;

    private static final Verdict DELIVER = new Verdict.Deliver();
    private static final Verdict WITHHOLD = new Verdict.Withhold();
    private static final Verdict PREFERENCE = new Verdict.Suppress(Suppressed.Code.RECIPIENT_PREFERENCE);
    private static final Verdict OPTED_OUT = new Verdict.Suppress(Suppressed.Code.RECIPIENT_OPTED_OUT);
    private static final Verdict NOT_OPTED_IN = new Verdict.Suppress(Suppressed.Code.RECIPIENT_NOT_OPTED_IN);
    private static final Verdict WINDOW_CLOSED = new Verdict.Suppress(Suppressed.Code.SERVICE_WINDOW_CLOSED);
    private static final Verdict NOT_VERIFIED = new Verdict.Fail(Failed.Code.SENDER_NOT_VERIFIED);
    private static final Verdict SUSPENDED = new Verdict.Fail(Failed.Code.SENDER_SUSPENDED);

    /// What a person can have chosen for a business, by name, and what comes of it for each kind, with the
    /// window open.
    @SuppressWarnings("ImmutableEnumChecker") // Records of copied maps are as good as immutable.
    enum Choice {
        NOTHING(Map.of(), DELIVER, DELIVER, DELIVER),
        STOPPED_RECEIPTS(Map.of(MessageKind.RECEIPT, Setting.STOP), PREFERENCE, DELIVER, DELIVER),
        STOPPED_OFFERS(Map.of(MessageKind.OFFER, Setting.STOP), DELIVER, DELIVER, DELIVER),
        ALLOWED_OFFERS(Map.of(MessageKind.OFFER, Setting.ALLOW), DELIVER, DELIVER, DELIVER),
        STOPPED_ALL(all(), OPTED_OUT, OPTED_OUT, OPTED_OUT),
        STOPPED_ALL_BUT_CODES(allBut(MessageKind.CODE), PREFERENCE, DELIVER, PREFERENCE);

        private final BusinessSettings settings;
        private final Verdict receipt;
        private final Verdict code;
        private final Verdict conversation;

        Choice(Map<MessageKind, Setting> chosen, Verdict receipt, Verdict code, Verdict conversation) {
            this.settings = new BusinessSettings(chosen);
            this.receipt = receipt;
            this.code = code;
            this.conversation = conversation;
        }

        private Verdict offer() {
            return switch (this) {
                case NOTHING, STOPPED_RECEIPTS -> NOT_OPTED_IN;
                case ALLOWED_OFFERS -> DELIVER;
                case STOPPED_OFFERS, STOPPED_ALL, STOPPED_ALL_BUT_CODES -> OPTED_OUT;
            };
        }

        private Verdict expected(MessageKind kind) {
            return switch (kind) {
                case RECEIPT -> receipt;
                case CODE -> code;
                case OFFER -> offer();
                case CONVERSATION -> conversation;
                case RESERVATION, DELIVERY -> settings.chosen(kind).isPresent() ? receipt : DELIVER;
            };
        }

        private static Map<MessageKind, Setting> all() {
            Map<MessageKind, Setting> chosen = new EnumMap<>(MessageKind.class);
            Arrays.stream(MessageKind.values()).forEach(kind -> chosen.put(kind, Setting.STOP));
            return chosen;
        }

        private static Map<MessageKind, Setting> allBut(MessageKind kept) {
            Map<MessageKind, Setting> chosen = all();
            chosen.remove(kept);
            return chosen;
        }
    }

    static Stream<Arguments> choicesAndKinds() {
        return Arrays.stream(Choice.values())
                .flatMap(choice -> Arrays.stream(MessageKind.values()).map(kind -> arguments(choice, kind)));
    }

    @ParameterizedTest
    @MethodSource("choicesAndKinds")
    void aVerifiedBusinessGetsWhatThePersonChose(Choice choice, MessageKind kind) {
        assertThat(decide(Standing.VERIFIED, kind, choice.settings, windowOpen(), Optional.empty()))
                .isEqualTo(choice.expected(kind));
    }

    @ParameterizedTest
    @MethodSource("choicesAndKinds")
    void aBusinessThatMayNotSendLearnsOnlyThat(Choice choice, MessageKind kind) {
        for (Optional<Block> block : List.of(Optional.<Block>empty(), Optional.of(frozen(choice)))) {
            assertThat(decide(Standing.PENDING, kind, choice.settings, windowOpen(), block))
                    .isEqualTo(NOT_VERIFIED);
            assertThat(decide(Standing.SUSPENDED, kind, choice.settings, windowOpen(), block))
                    .isEqualTo(SUSPENDED);
        }
    }

    @ParameterizedTest
    @MethodSource("choicesAndKinds")
    void aBlockedBusinessIsAnsweredAsBeforeTheBlockAndNothingIsDelivered(Choice choice, MessageKind kind) {
        Verdict before = choice.expected(kind);
        Verdict expected = before.equals(DELIVER) ? WITHHOLD : before;
        for (Choice later : Choice.values()) {
            assertThat(decide(
                            Standing.VERIFIED, kind, later.settings, OptionalLong.empty(), Optional.of(frozen(choice))))
                    .as("after blocking with %s, now %s", choice, later)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("choicesAndKinds")
    void onlyAConversationNeedsAnOpenWindow(Choice choice, MessageKind kind) {
        Verdict closed = decide(Standing.VERIFIED, kind, choice.settings, OptionalLong.empty(), Optional.empty());
        boolean allowedConversation =
                kind == MessageKind.CONVERSATION && choice.expected(kind).equals(DELIVER);
        assertThat(closed).isEqualTo(allowedConversation ? WINDOW_CLOSED : choice.expected(kind));
    }

    @Test
    void theWindowIsOpenForLessThan24Hours() {
        assertThat(conversation(OptionalLong.of(NOW - DAY + 1))).isEqualTo(DELIVER);
        assertThat(conversation(OptionalLong.of(NOW - DAY))).isEqualTo(WINDOW_CLOSED);
    }

    @Test
    void aBlockedBusinessSeesTheWindowCloseAsItWouldHave() {
        Block recent = new Block(NOW - 10, BusinessSettings.DEFAULT, OptionalLong.of(NOW - 20));
        Block old = new Block(NOW - DAY, BusinessSettings.DEFAULT, OptionalLong.of(NOW - DAY));
        assertThat(decide(
                        Standing.VERIFIED,
                        MessageKind.CONVERSATION,
                        BusinessSettings.DEFAULT,
                        windowOpen(),
                        Optional.of(recent)))
                .isEqualTo(WITHHOLD);
        assertThat(decide(
                        Standing.VERIFIED,
                        MessageKind.CONVERSATION,
                        BusinessSettings.DEFAULT,
                        windowOpen(),
                        Optional.of(old)))
                .isEqualTo(WINDOW_CLOSED);
    }

    @Test
    void aRepairPassesEverySettingButNoBlockAndNoStanding() {
        for (Choice choice : Choice.values()) {
            assertThat(repair(Standing.VERIFIED, choice, Optional.empty())).isEqualTo(DELIVER);
            assertThat(repair(Standing.VERIFIED, choice, Optional.of(frozen(choice))))
                    .isEqualTo(WITHHOLD);
            assertThat(repair(Standing.SUSPENDED, choice, Optional.empty())).isEqualTo(SUSPENDED);
        }
    }

    private static Verdict repair(Standing standing, Choice choice, Optional<Block> block) {
        return ControlsPolicy.decide(new ControlsPolicy.Question(
                standing, Optional.empty(), choice.settings, OptionalLong.empty(), block, NOW));
    }

    private static Verdict conversation(OptionalLong lastMessageAt) {
        return decide(
                Standing.VERIFIED, MessageKind.CONVERSATION, BusinessSettings.DEFAULT, lastMessageAt, Optional.empty());
    }

    private static Verdict decide(
            Standing standing,
            MessageKind kind,
            BusinessSettings settings,
            OptionalLong lastMessageAt,
            Optional<Block> block) {
        return ControlsPolicy.decide(
                new ControlsPolicy.Question(standing, Optional.of(kind), settings, lastMessageAt, block, NOW));
    }

    private static OptionalLong windowOpen() {
        return OptionalLong.of(NOW - 1);
    }

    private static Block frozen(Choice choice) {
        return new Block(NOW - 10, choice.settings, OptionalLong.of(NOW - 10));
    }
}
