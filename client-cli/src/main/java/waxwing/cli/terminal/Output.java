package waxwing.cli.terminal;

import java.util.List;

/// What a command answers, in the manner that the person asked for: text for people, or JSON for scripts.
public final class Output {
    private final Io io;
    private final Manner manner;

    /// How the person wants to be answered.
    public enum Manner {
        PEOPLE,
        PEOPLE_QUIETLY,
        SCRIPTS
    }

    public Output(Io io, Manner manner) {
        this.io = io;
        this.manner = manner;
    }

    public Io io() {
        return io;
    }

    public boolean isJson() {
        return manner == Manner.SCRIPTS;
    }

    /// Data: one object for scripts, or these lines for people.
    public void answer(Json json, List<SafeText> lines) {
        if (isJson()) {
            io.line(json);
        } else {
            lines.forEach(io::line);
        }
    }

    public void answer(Json json, SafeText line) {
        answer(json, List.of(line));
    }

    /// Something that people may want to know and scripts don't.
    public void note(SafeText line) {
        if (manner == Manner.PEOPLE) {
            io.note(line);
        }
    }

    /// Tells why the command stops: an object on the output for scripts, else a line or two on the errors.
    public void failure(CommandFailure failure) {
        if (isJson()) {
            io.line(failure.json());
            return;
        }
        io.note(SafeText.of("waxwing: {}", failure.words()));
        failure.hint().ifPresent(hint -> io.note(SafeText.of("  try: {}", hint)));
    }
}
