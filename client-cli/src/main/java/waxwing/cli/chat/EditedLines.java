package waxwing.cli.chat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import waxwing.cli.terminal.SafeText;

/// A chat over a line editor: what comes in appears above the line that is being typed.
public final class EditedLines implements ChatLines {
    private static final String NO_BRACKETED_PASTE = "\u001b[?2004l";

    private final Terminal terminal;
    private final LineReader reader;
    private final AttributedStyle promptStyle;
    private final Thread restoring;

    private EditedLines(Terminal terminal, AttributedStyle promptStyle) {
        this.terminal = terminal;
        this.promptStyle = promptStyle;
        // Nothing that was typed is kept in a file or searched for escapes.
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, true)
                .build();
        this.restoring = new Thread(() -> {
            terminal.writer().write(NO_BRACKETED_PASTE);
            terminal.writer().flush();
        });
        Runtime.getRuntime().addShutdownHook(restoring);
    }

    public static EditedLines onThisTerminal(boolean colorful) throws IOException {
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .dumb(true)
                .encoding(StandardCharsets.UTF_8)
                .build();
        return new EditedLines(terminal, colorful ? AttributedStyle.BOLD : AttributedStyle.DEFAULT);
    }

    @Override
    public Optional<String> read(SafeText prompt) throws InterruptedException {
        try {
            return Optional.of(reader.readLine(new AttributedString(prompt.toString(), promptStyle).toAnsi(terminal)));
        } catch (EndOfFileException _) {
            return Optional.empty();
        } catch (UserInterruptException _) {
            throw new InterruptedException();
        }
    }

    @Override
    public void show(SafeText line) {
        reader.printAbove(line.toString());
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException _) {
            // The terminal is gone; nothing is left to restore.
        }
        Runtime.getRuntime().removeShutdownHook(restoring);
    }
}
