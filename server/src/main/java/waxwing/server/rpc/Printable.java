package waxwing.server.rpc;

/// What may stand in a text that others are shown: nothing that moves a cursor, breaks a line or turns the direction of
/// writing.
public final class Printable {
    private Printable() {}

    public static boolean is(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
