package waxwing.server.controls;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waxwing.model.MessageKind;
import waxwing.server.business.Standing;

/// A message of a verified business to a new person who has just written to it, in which one thing at a time is
/// changed.
record Situation(ControlsPolicy.Question question) {
    /// 2027-01-15T08:00:00Z.
    static final long NOW = 1_800_000_000_000L;

    static final long QUIET_UNTIL = NOW + 3_600_000;

    /// From an hour before [#NOW] to an hour after.
    static final QuietHours QUIET = new QuietHours(
            LocalTime.ofInstant(Instant.ofEpochMilli(NOW - 3_600_000), ZoneOffset.UTC),
            LocalTime.ofInstant(Instant.ofEpochMilli(QUIET_UNTIL), ZoneOffset.UTC),
            ZoneOffset.UTC);

    static Situation of(MessageKind kind) {
        return about(Optional.of(kind));
    }

    static Situation repair() {
        return about(Optional.empty());
    }

    private static Situation about(Optional<MessageKind> kind) {
        return new Situation(new ControlsPolicy.Question(
                new ControlsPolicy.Sender(Standing.VERIFIED, EnumSet.allOf(MessageKind.class), TierUse.WITHIN, 0),
                kind,
                new ControlsPolicy.Recipient(
                        Preferences.DEFAULT, Optional.empty(), OptionalLong.of(NOW - 1), Optional.empty()),
                0,
                NOW));
    }

    Verdict decide() {
        return ControlsPolicy.decide(question);
    }

    Situation with(Standing standing) {
        return with(new ControlsPolicy.Sender(standing, sender().kinds(), sender().tier(), sender().waiting()));
    }

    Situation withKinds(Set<MessageKind> kinds) {
        return with(new ControlsPolicy.Sender(sender().standing(), kinds, sender().tier(), sender().waiting()));
    }

    Situation with(TierUse tier) {
        return with(new ControlsPolicy.Sender(sender().standing(), sender().kinds(), tier, sender().waiting()));
    }

    Situation withWaiting(int messages) {
        return with(new ControlsPolicy.Sender(sender().standing(), sender().kinds(), sender().tier(), messages));
    }

    Situation with(Preferences preferences) {
        return with(new ControlsPolicy.Recipient(
                preferences,
                recipient().quietHours(),
                recipient().lastMessageAt(),
                recipient().block()));
    }

    Situation with(QuietHours quiet) {
        return with(new ControlsPolicy.Recipient(
                recipient().preferences(),
                Optional.of(quiet),
                recipient().lastMessageAt(),
                recipient().block()));
    }

    Situation withLastMessageAt(OptionalLong lastMessageAt) {
        return with(new ControlsPolicy.Recipient(
                recipient().preferences(),
                recipient().quietHours(),
                lastMessageAt,
                recipient().block()));
    }

    Situation with(Block block) {
        return with(new ControlsPolicy.Recipient(
                recipient().preferences(), recipient().quietHours(), recipient().lastMessageAt(), Optional.of(block)));
    }

    Situation withOffers(int inWeek) {
        return new Situation(
                new ControlsPolicy.Question(sender(), question.kind(), recipient(), inWeek, question.nowMillis()));
    }

    private ControlsPolicy.Sender sender() {
        return question.sender();
    }

    private ControlsPolicy.Recipient recipient() {
        return question.recipient();
    }

    private Situation with(ControlsPolicy.Sender sender) {
        return new Situation(new ControlsPolicy.Question(
                sender, question.kind(), recipient(), question.offersInWeek(), question.nowMillis()));
    }

    private Situation with(ControlsPolicy.Recipient recipient) {
        return new Situation(new ControlsPolicy.Question(
                sender(), question.kind(), recipient, question.offersInWeek(), question.nowMillis()));
    }
}
