package waxwing.cli.view;

import java.time.Duration;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.SendOutcome;
import waxwing.client.messages.StateReason;
import waxwing.client.messages.StoredMessage;
import waxwing.client.people.ControlsOutcome;

/// Answers of the library that are failures of a command.
public final class Outcomes {
    private Outcomes() {}

    /// @param who the recipient in the person's words
    public static StoredMessage reached(SendOutcome outcome, String who, MessageState wanted) {
        return switch (outcome) {
            case SendOutcome.Reached(var message) -> message;
            case SendOutcome.Failed(var message) -> throw failed(message, who);
            case SendOutcome.IdentityChanged(var message) ->
                throw identityChanged(who).about(message(message));
            case SendOutcome.RateLimited(var message, var retryAfter) ->
                throw new CommandFailure(
                                ErrorCode.RATE_LIMITED,
                                SafeText.of(
                                        "the relay asks for a pause of {}; the message stays queued",
                                        shown(retryAfter)))
                        .withRetryAfter(retryAfter)
                        .about(message(message));
            case SendOutcome.TimedOut(var message) ->
                throw new CommandFailure(
                                ErrorCode.NOT_DELIVERED,
                                SafeText.of(
                                        "not {} in time, {} so far; it goes on by itself",
                                        wanted.code(),
                                        MessageView.sendState(message.state())))
                        .withHint(SafeText.of("waxwing status {}", message.id()))
                        .about(message(message));
            case SendOutcome.RelayUnavailable(var message, var failure) -> {
                CommandFailure told = Failures.of(failure);
                throw new CommandFailure(
                                told.code(),
                                SafeText.of(
                                        "{}; the message stays {} and goes out with the next command",
                                        told.words(),
                                        MessageView.sendState(message.state())))
                        .withHint(told.hint().orElse(SafeText.of("waxwing doctor")))
                        .about(message(message));
            }
        };
    }

    private static Json message(StoredMessage message) {
        return MessageView.asSendTellsIt(message);
    }

    private static CommandFailure failed(StoredMessage message, String who) {
        StateReason reason = message.progress().reason().orElse(StateReason.REFUSED);
        CommandFailure failure = switch (reason) {
            case RECIPIENT_NOT_FOUND ->
                new CommandFailure(
                        ErrorCode.RECIPIENT_NOT_FOUND, SafeText.of("{} is not registered at your relay", who));
            case IDENTITY_CHANGED -> identityChanged(who);
            case MESSAGE_TOO_LARGE ->
                new CommandFailure(ErrorCode.MESSAGE_TOO_LARGE, SafeText.of("the relay finds the message too large"));
            case MAILBOX_FULL ->
                new CommandFailure(
                        ErrorCode.TEMPORARY,
                        SafeText.of("the mailbox of {} is full; send again when they have been online", who));
            case EXPIRED ->
                new CommandFailure(
                        ErrorCode.NOT_DELIVERED,
                        SafeText.of("not sent to {}: its time was over before it could go out", who));
            case RECIPIENT_PREFERENCE,
                    RECIPIENT_OPTED_OUT,
                    RECIPIENT_NOT_OPTED_IN,
                    SERVICE_WINDOW_CLOSED,
                    RECIPIENT_LIMIT_REACHED,
                    SENDER_NOT_VERIFIED,
                    SENDER_SUSPENDED,
                    KIND_NOT_ALLOWED,
                    TIER_EXCEEDED,
                    WITHDRAWN,
                    REFUSED ->
                new CommandFailure(
                        ErrorCode.NOT_PERMITTED,
                        SafeText.of("not sent to {}: {}", who, MessageView.state(message.progress())));
        };
        return failure.about(message(message));
    }

    private static CommandFailure identityChanged(String who) {
        return new CommandFailure(
                        ErrorCode.IDENTITY_CHANGED,
                        SafeText.of(
                                "not sent: {} has a new identity key (a new phone, a reinstall, or somebody in between)",
                                who))
                .withHint(SafeText.of("waxwing verify {}", who));
    }

    /// @throws CommandFailure unless the change holds
    public static void changed(ControlsOutcome outcome, String who) {
        switch (outcome) {
            case ControlsOutcome.Changed _ -> {
                // As wanted.
            }
            case ControlsOutcome.NoSuchAccount _ ->
                throw new CommandFailure(ErrorCode.NOT_FOUND, SafeText.of("the relay knows no such account: {}", who));
            case ControlsOutcome.OwnAccount _ ->
                throw new CommandFailure(ErrorCode.NOT_PERMITTED, SafeText.of("{} is you", who));
            case ControlsOutcome.RateLimited(var retryAfter) ->
                throw new CommandFailure(
                                ErrorCode.RATE_LIMITED,
                                SafeText.of("the relay asks for a pause of {}", shown(retryAfter)))
                        .withRetryAfter(retryAfter);
        }
    }

    /// For example `3 s`, `2 min`.
    public static SafeText shown(Duration duration) {
        long seconds = Math.max(1, (duration.toMillis() + 999) / 1000);
        return seconds < 120 ? SafeText.of("{} s", seconds) : SafeText.of("{} min", (seconds + 59) / 60);
    }
}
