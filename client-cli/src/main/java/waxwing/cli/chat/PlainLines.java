package waxwing.cli.chat;

import java.util.Optional;
import waxwing.cli.terminal.Io;
import waxwing.cli.terminal.SafeText;

/// A chat over plain streams: each line is written once and stays, for screen readers, scripts and slow
/// terminals.
public final class PlainLines implements ChatLines {
    private static final int LONGEST_LINE = 64 * 1024;

    private final Io io;

    public PlainLines(Io io) {
        this.io = io;
    }

    @Override
    public Optional<String> read(SafeText prompt) throws InterruptedException {
        Optional<String> line = io.readLine(LONGEST_LINE);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return line;
    }

    @Override
    public void show(SafeText line) {
        io.line(line);
    }

    @Override
    public void close() {
        // The streams belong to the process.
    }
}
