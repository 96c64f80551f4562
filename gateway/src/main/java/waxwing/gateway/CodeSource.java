package waxwing.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the verification code comes from: the command line, once; or lines of the standard input, asked for or
/// piped.
final class CodeSource {
    private final Optional<String> given;
    private final BufferedReader input;
    private final PrintWriter messages;
    private boolean used;

    /// @param option what `--code` said, if it was there; `-` stands for the standard input
    CodeSource(@Nullable String option, Terminal terminal) {
        this.given = Optional.ofNullable(option).filter(code -> !code.equals("-"));
        this.input = new BufferedReader(new InputStreamReader(terminal.in(), Charset.defaultCharset()));
        this.messages = terminal.err();
    }

    /// The next code to try; empty when there is none left.
    Optional<String> next(String prompt) {
        if (given.isPresent()) {
            boolean first = !used;
            used = true;
            return first ? given : Optional.empty();
        }
        messages.print(prompt);
        messages.flush();
        try {
            return Optional.ofNullable(input.readLine()).map(String::strip);
        } catch (IOException e) {
            throw new UncheckedIOException("the standard input can't be read", e);
        }
    }
}
