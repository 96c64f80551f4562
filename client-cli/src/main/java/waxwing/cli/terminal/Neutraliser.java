package waxwing.cli.terminal;

/// Makes words from outside harmless to a terminal and honest to a reader.
///
/// What would drive the terminal (C0 and C1 controls, with them every escape sequence, 7-bit, 8-bit and
/// UTF-8-encoded) is replaced by a visible sign, so that an attempt can be seen. What would reorder or hide
/// text (bidi embeddings, overrides, isolates and marks, zero-width and tag characters, fillers, stacks of
/// combining marks) is left out. What is not a character at all (unpaired surrogates, noncharacters) becomes
/// U+FFFD. See Unicode TR 36 and TR 39.
enum Neutraliser {
    /// Somebody's name: one line, runs of spaces as one, nothing invisible.
    NAME,
    /// One line.
    LINE,
    /// Lines, and the joiners that emoji and scripts need between two visible characters.
    BODY;

    private static final int REPLACEMENT = 0xFFFD;
    private static final int CONTROL_PICTURES = 0x2400;
    private static final int PICTURE_OF_DELETE = 0x2421;
    private static final int JOINER = 0x200D;
    private static final int NON_JOINER = 0x200C;
    private static final int EMOJI_SELECTOR = 0xFE0F;
    private static final int MOST_MARKS_IN_A_ROW = 6;

    String neutralise(String outside) {
        int[] points = outside.codePoints().toArray();
        StringBuilder safe = new StringBuilder(outside.length());
        int marks = 0;
        for (int at = 0; at < points.length; at++) {
            int point = points[at];
            marks = isMark(point) ? marks + 1 : 0;
            if (marks > MOST_MARKS_IN_A_ROW) {
                continue;
            }
            append(safe, points, at);
        }
        return this == NAME ? safe.toString().strip() : safe.toString();
    }

    private void append(StringBuilder safe, int[] points, int at) {
        int point = points[at];
        if (isLineEnd(point)) {
            appendLineEnd(safe, points, at);
        } else if (point == '\t') {
            appendSpace(safe);
        } else if (point < ' ') {
            safe.appendCodePoint(CONTROL_PICTURES + point);
        } else if (point == 0x7F) {
            safe.appendCodePoint(PICTURE_OF_DELETE);
        } else if (isNoCharacter(point)) {
            safe.appendCodePoint(REPLACEMENT);
        } else if (point == JOINER || point == NON_JOINER) {
            if (this == BODY && joinsVisibly(points, at)) {
                safe.appendCodePoint(point);
            }
        } else if (this != BODY && isSpace(point)) {
            appendSpace(safe);
        } else if (!isInvisible(point)) {
            safe.appendCodePoint(point);
        }
    }

    private void appendLineEnd(StringBuilder safe, int[] points, int at) {
        boolean secondOfPair = points[at] == '\n' && at > 0 && points[at - 1] == '\r';
        if (secondOfPair) {
            return;
        }
        if (this == BODY) {
            safe.append('\n');
        } else {
            appendSpace(safe);
        }
    }

    private void appendSpace(StringBuilder safe) {
        boolean runsOn = !safe.isEmpty() && safe.charAt(safe.length() - 1) == ' ';
        if (this != NAME || !runsOn) {
            safe.append(' ');
        }
    }

    private static boolean isLineEnd(int point) {
        return point == '\n' || point == '\r' || point == 0x2028 || point == 0x2029;
    }

    /// C1 controls, unpaired surrogates and noncharacters.
    private static boolean isNoCharacter(int point) {
        return (point >= 0x80 && point <= 0x9F)
                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                || (point >= 0xFDD0 && point <= 0xFDEF)
                || (point & 0xFFFE) == 0xFFFE;
    }

    private static boolean isSpace(int point) {
        return Character.getType(point) == Character.SPACE_SEPARATOR;
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /// Between two emoji, or between two letters, as their scripts use it.
    private static boolean joinsVisibly(int[] points, int at) {
        if (at == 0 || at + 1 == points.length) {
            return false;
        }
        int before = points[at - 1];
        int after = points[at + 1];
        boolean emoji = (before == EMOJI_SELECTOR || Character.isEmoji(before)) && Character.isEmoji(after);
        boolean letters = (Character.isLetter(before) || isMark(before)) && Character.isLetter(after);
        return emoji || letters;
    }

    private static boolean isInvisible(int point) {
        return switch (point) {
            // Combining grapheme joiner; Hangul, Khmer and Mongolian fillers and vowel separators; blank Braille.
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0 -> true;
            // Signs for numbers and verses that are of type Cf and yet are drawn.
            case 0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2 -> false;
            // The variation selectors beyond those of emoji, and the unassigned rest of the tag block.
            default -> Character.getType(point) == Character.FORMAT || (point >= 0xE0000 && point <= 0xE0FFF);
        };
    }
}
