package waxwing.gateway.event;

/// Somebody asked for what is behind a cursor, and some of that is not kept any more.
public final class CursorExpiredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CursorExpiredException() {
        super("is too old: some of the events behind it are not kept any more (expected: one of an event of the last "
                + EventLog.KEPT.toDays() + " days)");
    }
}
