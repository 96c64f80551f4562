package waxwing.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The three streams of one call of the program, in UTF-8. Data goes to the output, messages go to the errors;
/// each line is written and flushed at once and in one piece.
public final class Io {
    private final InputStream input;
    private final OutputStream output;
    private final OutputStream errors;
    private final Terminals terminals;

    public Io(InputStream input, OutputStream output, OutputStream errors, Terminals terminals) {
        this.input = input;
        this.output = output;
        this.errors = errors;
        this.terminals = terminals;
    }

    public Terminals terminals() {
        return terminals;
    }

    /// Writes data.
    ///
    /// @throws OutputClosed if it could not be written
    public void line(SafeText line) {
        write(line + "\n");
    }

    /// Writes a file whose lines end in CRLF, in one piece.
    ///
    /// @throws OutputClosed if it could not be written
    public void file(List<SafeText> lines) {
        StringBuilder file = new StringBuilder();
        lines.forEach(line -> file.append(line).append("\r\n"));
        write(file.toString());
    }

    /// Writes data.
    ///
    /// @throws OutputClosed if it could not be written
    public void line(Json json) {
        write(json + "\n");
    }

    /// Writes a program for a shell, which this program made.
    ///
    /// @throws OutputClosed if it could not be written
    public void script(String script) {
        write(script);
    }

    private void write(String text) {
        try {
            synchronized (output) {
                output.write(text.getBytes(StandardCharsets.UTF_8));
                output.flush();
            }
        } catch (IOException e) {
            throw new OutputClosed(e);
        }
    }

    /// Tells the person something. If nobody can be told, that is no reason to stop.
    public void note(SafeText line) {
        tell(line + "\n");
    }

    /// Asks the person something; the answer goes on the same line.
    public void ask(SafeText question) {
        tell(question + " ");
    }

    private void tell(String text) {
        try {
            synchronized (errors) {
                errors.write(text.getBytes(StandardCharsets.UTF_8));
                errors.flush();
            }
        } catch (IOException _) {
            // Said above.
        }
    }

    /// The next line of the input, without its end; empty at the input's end. Takes no byte beyond the line, so
    /// that a script's next command finds the rest.
    ///
    /// @param longest more bytes than this are not read
    public Optional<String> readLine(int longest) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int next = input.read();
            if (next < 0) {
                return Optional.empty();
            }
            while (next >= 0 && next != '\n' && line.size() < longest) {
                line.write(next);
                next = input.read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }

    /// The whole input, or its first `longest + 1` bytes: enough to know that it is too long.
    public byte[] readAll(int longest) {
        try {
            return input.readNBytes(longest + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
