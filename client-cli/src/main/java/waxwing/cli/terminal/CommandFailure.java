package waxwing.cli.terminal;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a command stops: what happened, and what the person can do next.
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient SafeText words;
    private final transient @Nullable SafeText hint;
    private final @Nullable Duration retryAfter;
    private final transient @Nullable Json subject;

    private CommandFailure(
            ErrorCode code,
            SafeText words,
            @Nullable SafeText hint,
            @Nullable Duration retryAfter,
            @Nullable Json subject) {
        super(code.json(), null, false, false);
        this.code = code;
        this.words = words;
        this.hint = hint;
        this.retryAfter = retryAfter;
        this.subject = subject;
    }

    /// @param words one line: what happened, which value, what was expected
    public CommandFailure(ErrorCode code, SafeText words) {
        this(code, words, null, null, null);
    }

    /// @param hint the next step, best of all a command
    public CommandFailure withHint(SafeText hint) {
        return new CommandFailure(code, words, hint, retryAfter, subject);
    }

    public CommandFailure withRetryAfter(Duration retryAfter) {
        return new CommandFailure(code, words, hint, retryAfter, subject);
    }

    /// @param subject what it is about; its fields stand beside the error's
    public CommandFailure about(Json subject) {
        return new CommandFailure(code, words, hint, retryAfter, subject);
    }

    public ErrorCode code() {
        return code;
    }

    public SafeText words() {
        return words;
    }

    public Optional<SafeText> hint() {
        return Optional.ofNullable(hint);
    }

    /// The `{"v":1,"error":{…}}` of the manners of the command line.
    public Json json() {
        Long seconds = retryAfter == null ? null : Math.max(1, (retryAfter.toMillis() + 999) / 1000);
        Json error = Json.object()
                .put("code", code.json())
                .put("message", words.toString())
                .put("hint", hint().map(SafeText::toString))
                .put("retry_after_s", seconds);
        Json json = Json.answer().put("error", error);
        return subject == null ? json : json.putAll(subject);
    }
}
