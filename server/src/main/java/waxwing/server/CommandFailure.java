package waxwing.server;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A command ends here: what happened, what the operator can do next, and an exit code.
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;
    private final @Nullable String hint;

    private CommandFailure(Exit exit, String message, @Nullable String hint) {
        super(message);
        this.exit = exit;
        this.hint = hint;
    }

    /// @param message one line: what happened, which value, what was expected
    CommandFailure(Exit exit, String message) {
        this(exit, message, null);
    }

    /// @param hint the next step, best of all a command
    CommandFailure withHint(String hint) {
        return new CommandFailure(exit, message(), hint);
    }

    Exit exit() {
        return exit;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /// The `{"v":1,"error":{…}}` of the manners of the command line. No failure of these commands tells for
    /// how long to wait.
    JsonLine json() {
        JsonLine error = JsonLine.part().with("code", exit.json()).with("message", message());
        return JsonLine.answer()
                .with(
                        "error",
                        (hint == null ? error.withNull("hint") : error.with("hint", hint)).withNull("retry_after_s"));
    }
}
