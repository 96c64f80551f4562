package waxwing.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Nobody reads the standard output any more (`waxwing receive --follow | head -1`), or it can't be written.
public final class OutputClosed extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    OutputClosed(IOException cause) {
        super(cause);
    }
}
