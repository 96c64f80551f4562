package waxwing.cli.view;

import java.io.UncheckedIOException;
import java.util.Objects;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.client.NotRegisteredException;
import waxwing.client.messages.SendRejectedException;
import waxwing.client.profile.ProfileUnavailableException;
import waxwing.client.relay.RelayFailureException;
import waxwing.model.MalformedValueException;
import waxwing.store.StorageFailure;

/// What went wrong below, in words for a person and with the exit code that scripts know.
public final class Failures {
    private Failures() {}

    public static CommandFailure of(Throwable problem) {
        return switch (problem) {
            case CommandFailure failure -> failure;
            case RelayFailureException failure -> of(failure);
            case ProfileUnavailableException failure -> of(failure);
            case SendRejectedException failure -> of(failure);
            case MalformedValueException failure -> new CommandFailure(ErrorCode.MALFORMED_VALUE, message(failure));
            case NotRegisteredException _ ->
                new CommandFailure(ErrorCode.NOT_REGISTERED, SafeText.of("this profile has no account yet"))
                        .withHint(SafeText.of("waxwing register NUMBER --relay LINK"));
            case StorageFailure failure ->
                new CommandFailure(ErrorCode.LOCAL_IO, message(failure)).withHint(SafeText.of("waxwing doctor"));
            case UncheckedIOException failure ->
                new CommandFailure(ErrorCode.LOCAL_IO, message(Objects.requireNonNull(failure.getCause())));
            case InterruptedException _ -> new CommandFailure(ErrorCode.INTERRUPTED, SafeText.of("interrupted"));
            default ->
                new CommandFailure(
                                ErrorCode.BUG,
                                SafeText.of(
                                        "a fault in waxwing itself: {}",
                                        problem.getClass().getSimpleName()))
                        .withHint(SafeText.of("the same command with -v, and report what it prints"));
        };
    }

    private static CommandFailure of(RelayFailureException failure) {
        SafeText words = message(failure);
        return switch (failure.reason()) {
            case UNREACHABLE ->
                new CommandFailure(ErrorCode.RELAY_UNAVAILABLE, words).withHint(SafeText.of("waxwing doctor"));
            case WRONG_KEY ->
                new CommandFailure(ErrorCode.WRONG_PIN, words)
                        .withHint(SafeText.of(
                                "ask the relay's operator for its link; if it changed, somebody may be in between"));
            case DEVICE_REVOKED ->
                new CommandFailure(ErrorCode.NOT_PERMITTED, words)
                        .withHint(SafeText.of("waxwing -p NEW-NAME register NUMBER --relay LINK"));
            case RATE_LIMITED ->
                failure.retryAfter()
                        .map(pause -> new CommandFailure(ErrorCode.RATE_LIMITED, words).withRetryAfter(pause))
                        .orElseGet(() -> new CommandFailure(ErrorCode.RATE_LIMITED, words));
            case RELAY_FULL -> new CommandFailure(ErrorCode.TEMPORARY, words);
            case REFUSED -> new CommandFailure(ErrorCode.NOT_PERMITTED, words);
        };
    }

    private static CommandFailure of(ProfileUnavailableException failure) {
        SafeText words = message(failure);
        return switch (failure.reason()) {
            case IN_USE -> new CommandFailure(ErrorCode.TEMPORARY, words);
            case NOT_FOUND ->
                new CommandFailure(ErrorCode.NOT_REGISTERED, words)
                        .withHint(SafeText.of("waxwing register NUMBER --relay LINK"));
            case EXISTS -> new CommandFailure(ErrorCode.NOT_PERMITTED, words);
            case WRONG_KEY -> new CommandFailure(ErrorCode.LOCKED, words);
            case BAD_KEY_FILE -> new CommandFailure(ErrorCode.CONFIGURATION, words);
            case DAMAGED -> new CommandFailure(ErrorCode.LOCAL_IO, words);
        };
    }

    private static CommandFailure of(SendRejectedException failure) {
        SafeText words = message(failure);
        return switch (failure.reason()) {
            case EMPTY, OWN_NUMBER -> new CommandFailure(ErrorCode.USAGE, words);
            case TOO_LARGE -> new CommandFailure(ErrorCode.MESSAGE_TOO_LARGE, words);
            case BLOCKED_BY_YOU ->
                new CommandFailure(ErrorCode.BLOCKED, words).withHint(SafeText.of("waxwing unblock WHO"));
            case BUSINESS_ONLY, NOT_OFFERED -> new CommandFailure(ErrorCode.NOT_PERMITTED, words);
        };
    }

    private static SafeText message(Throwable problem) {
        String message = problem.getMessage();
        return SafeText.line(message == null ? problem.getClass().getSimpleName() : message);
    }
}
