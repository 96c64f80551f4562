package waxwing.cli.owner;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/// An input that remembers its first part, so that a command which was cut off can be run again with the same
/// input.
public final class ReplayableInput extends InputStream {
    private static final int MOST_REMEMBERED = 256 * 1024;

    private final InputStream source;
    private final ByteArrayOutputStream remembered = new ByteArrayOutputStream();

    public ReplayableInput(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        int next = source.read();
        if (next >= 0 && remembered.size() < MOST_REMEMBERED) {
            remembered.write(next);
        }
        return next;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        int read = source.read(into, from, count);
        if (read > 0) {
            remembered.write(into, from, Math.min(read, MOST_REMEMBERED - remembered.size()));
        }
        return read;
    }

    /// All that was read so far, and then the rest, which is remembered too.
    public InputStream again() {
        return new SequenceInputStream(new ByteArrayInputStream(remembered.toByteArray()), this);
    }
}
