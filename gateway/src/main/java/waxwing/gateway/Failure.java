package waxwing.gateway;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.NotRegisteredException;
import waxwing.client.profile.ProfileUnavailableException;
import waxwing.client.relay.RelayFailureException;
import waxwing.gateway.telemetry.FaultTrace;
import waxwing.model.MalformedValueException;
import waxwing.store.StorageFailure;

/// Ends a command: what happened, and what the person can do next.
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String INIT = "waxwing gateway init, with the same --data-dir";

    private final Code code;
    private final @Nullable String hint;
    private final @Nullable Duration retryAfter;

    /// The closed list of how a command can fail: what `--json` calls it and what the process exits with, as in
    /// all of Waxwing's faces (sysexits.h where it has one).
    enum Code {
        BUG(1),
        USAGE(2),
        MALFORMED_VALUE(2),
        NOT_FOUND(3),
        CURSOR_EXPIRED(3),
        RATE_LIMITED(5),
        NO_TRIES_LEFT(5),
        LOCKED(7),
        RELAY_UNAVAILABLE(69),
        LOCAL_IO(74),
        TEMPORARY(75),
        NOT_PERMITTED(77),
        WRONG_CODE(77),
        CONFIGURATION(78),
        NOT_REGISTERED(78),
        WRONG_PIN(78),
        INTERRUPTED(130);

        private final int exit;

        Code(int exit) {
            this.exit = exit;
        }

        int exit() {
            return exit;
        }
    }

    private Failure(Code code, String message, @Nullable String hint, @Nullable Duration retryAfter) {
        super(message);
        this.code = code;
        this.hint = hint;
        this.retryAfter = retryAfter;
    }

    /// @param message one line: what happened, which value, what was expected
    Failure(Code code, String message) {
        this(code, message, null, null);
    }

    /// @param hint the next step, best of all a command
    Failure withHint(String hint) {
        return new Failure(code, message(), hint, retryAfter);
    }

    Failure withRetryAfter(Duration retryAfter) {
        return new Failure(code, message(), hint, retryAfter);
    }

    Code code() {
        return code;
    }

    String message() {
        return text(this);
    }

    Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /// The `{"v":1,"error":{…}}` of the manners of the command line.
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("v", 1);
        json.putObject("error")
                .put("code", code.name().toLowerCase(Locale.ROOT))
                .put("message", message())
                .put("hint", hint)
                .put("retry_after_s", retryAfter == null ? null : (Long) seconds(retryAfter));
        return json;
    }

    /// Rounded up, and at least one.
    static long seconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }

    static Failure notRegistered(String message) {
        return new Failure(Code.NOT_REGISTERED, message).withHint(INIT);
    }

    /// What a person is told of whatever ended a command.
    static Failure of(Throwable problem) {
        return switch (problem) {
            case Failure failure -> failure;
            case MalformedValueException malformed -> new Failure(Code.MALFORMED_VALUE, text(malformed));
            case RelayFailureException relay -> of(relay);
            case ProfileUnavailableException profile -> of(profile);
            case NotRegisteredException _ -> notRegistered("this gateway is not registered yet");
            case StorageFailure storage -> new Failure(Code.LOCAL_IO, text(storage));
            case InterruptedException _ -> new Failure(Code.INTERRUPTED, "interrupted");
            case UncheckedIOException io -> new Failure(Code.LOCAL_IO, text(io));
            default -> new Failure(Code.BUG, "a fault in waxwing itself: " + FaultTrace.of(problem));
        };
    }

    private static Failure of(RelayFailureException failure) {
        String words = text(failure);
        return switch (failure.reason()) {
            case UNREACHABLE -> new Failure(Code.RELAY_UNAVAILABLE, words).withHint("waxwing gateway check");
            case WRONG_KEY ->
                new Failure(Code.WRONG_PIN, words)
                        .withHint("ask the relay's operator for its link; if it changed, somebody may be in between");
            case DEVICE_REVOKED ->
                new Failure(Code.NOT_PERMITTED, words).withHint("waxwing gateway init, with another --data-dir");
            case RATE_LIMITED ->
                failure.retryAfter()
                        .map(pause -> new Failure(Code.RATE_LIMITED, words).withRetryAfter(pause))
                        .orElseGet(() -> new Failure(Code.RATE_LIMITED, words));
            case RELAY_FULL -> new Failure(Code.TEMPORARY, words);
            case REFUSED -> new Failure(Code.NOT_PERMITTED, words);
        };
    }

    private static Failure of(ProfileUnavailableException failure) {
        String words = text(failure);
        return switch (failure.reason()) {
            case IN_USE -> new Failure(Code.TEMPORARY, words);
            case NOT_FOUND -> notRegistered(words);
            case EXISTS -> new Failure(Code.NOT_PERMITTED, words);
            case WRONG_KEY -> new Failure(Code.LOCKED, words);
            case BAD_KEY_FILE -> new Failure(Code.CONFIGURATION, words);
            case DAMAGED -> new Failure(Code.LOCAL_IO, words);
        };
    }

    private static String text(Throwable problem) {
        String message = problem.getMessage();
        return message == null ? problem.getClass().getSimpleName() : message;
    }
}
