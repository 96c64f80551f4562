package waxwing.server.simulation;

import java.util.ArrayDeque;

/// What happened in a run: all of it as one number, by which two runs are compared, and the end of it in words.
final class Trace {
    private static final int KEPT = 400;

    private final ArrayDeque<String> last = new ArrayDeque<>();
    private final boolean inWords;
    private long hash = 1;
    private long events;

    Trace(boolean inWords) {
        this.inWords = inWords;
    }

    void note(String what, long whose, long detail) {
        events++;
        hash = 31 * (31 * (31 * hash + what.hashCode()) + whose) + detail;
        if (inWords) {
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(events + " " + what + " " + whose + " " + detail);
        }
    }

    long hash() {
        return hash;
    }

    long events() {
        return events;
    }

    String lastEvents() {
        return String.join("\n", last);
    }
}
