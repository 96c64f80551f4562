package waxwing.cli.terminal;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/// Text that cannot do anything to a terminal but be read: the only thing that [Io] prints.
///
/// It is made from the program's own words, which have to be compile-time constants ([#of]), and from words of
/// outside, which [Neutraliser] has made harmless: a person's or business's name ([#name]), anything on one
/// line ([#line]), a message's text ([#body]). There is no other way to make one.
public final class SafeText {
    public static final SafeText EMPTY = new SafeText("");

    private static final int LONGEST_NAME = 80;
    private static final String PLACE = "{}";

    private final String text;

    private SafeText(String text) {
        this.text = text;
    }

    /// The program's own words; each `{}` stands for one value. A value that is not itself safe goes through
    /// [#line].
    public static SafeText of(@CompileTimeConstant String words, Object... values) {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (Object value : values) {
            int place = words.indexOf(PLACE, from);
            if (place < 0) {
                throw new IllegalArgumentException("more values than {} in: " + words);
            }
            filled.append(words, from, place).append(safe(value).text);
            from = place + PLACE.length();
        }
        return new SafeText(filled.append(words.substring(from)).toString());
    }

    private static SafeText safe(Object value) {
        return value instanceof SafeText text ? text : line(value.toString());
    }

    /// A name given by somebody: one line of at most 80 characters in which nothing is invisible.
    public static SafeText name(String outside) {
        String name = Neutraliser.NAME.neutralise(outside);
        if (name.isEmpty()) {
            return new SafeText("(no name)");
        }
        int length = name.codePointCount(0, name.length());
        return new SafeText(
                length <= LONGEST_NAME ? name : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…");
    }

    /// Anything from outside that belongs on one line; its line ends become spaces.
    public static SafeText line(String outside) {
        return new SafeText(Neutraliser.LINE.neutralise(outside));
    }

    /// A message's text; it keeps its line ends, as `\n`.
    public static SafeText body(String outside) {
        return new SafeText(Neutraliser.BODY.neutralise(outside));
    }

    /// The same text `times` times over.
    public static SafeText repeated(@CompileTimeConstant String words, int times) {
        return new SafeText(words.repeat(Math.max(0, times)));
    }

    public static SafeText joined(@CompileTimeConstant String separator, List<SafeText> parts) {
        return new SafeText(
                String.join(separator, parts.stream().map(SafeText::toString).toList()));
    }

    public SafeText plus(SafeText other) {
        return new SafeText(text + other.text);
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /// How many columns its widest line takes on a terminal.
    public int columns() {
        return text.lines().mapToInt(SafeText::columnsOf).max().orElse(0);
    }

    /// Its lines, at least one.
    public List<SafeText> lines() {
        return text.isEmpty() ? List.of(EMPTY) : text.lines().map(SafeText::new).toList();
    }

    /// Its lines, none wider than `columns`; broken at spaces where there are any.
    public List<SafeText> wrapped(int columns) {
        return lines().stream().flatMap(line -> line.broken(columns).stream()).toList();
    }

    private List<SafeText> broken(int columns) {
        List<SafeText> rows = new ArrayList<>();
        String rest = text;
        while (columnsOf(rest) > columns) {
            int fits = Math.max(fitting(rest, columns), rest.offsetByCodePoints(0, 1));
            int space = rest.lastIndexOf(' ', fits);
            int end = space > 0 ? space : fits;
            rows.add(new SafeText(rest.substring(0, end).stripTrailing()));
            rest = rest.substring(end).stripLeading();
        }
        rows.add(new SafeText(rest));
        return rows;
    }

    /// This line in pieces of at most `octets` in UTF-8, each but the first behind a space, as a content
    /// line of RFC 5545 (section 3.1) is folded. No character is cut.
    public List<SafeText> folded(int octets) {
        List<SafeText> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int used = 0;
        for (int point : text.codePoints().toArray()) {
            int size = Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (used + size > octets) {
                pieces.add(new SafeText(piece.toString()));
                piece.setLength(0);
                piece.append(' ');
                used = 1;
            }
            piece.appendCodePoint(point);
            used += size;
        }
        pieces.add(new SafeText(piece.toString()));
        return pieces;
    }

    /// At most `columns` wide; what was cut off is marked with `…`.
    public SafeText cut(int columns) {
        return columnsOf(text) <= columns ? this : new SafeText(text.substring(0, fitting(text, columns - 1)) + "…");
    }

    /// Filled up with spaces behind the text.
    public SafeText padded(int columns) {
        return new SafeText(text + " ".repeat(Math.max(0, columns - columnsOf(text))));
    }

    /// Filled up with spaces before the text.
    public SafeText rightAligned(int columns) {
        return new SafeText(" ".repeat(Math.max(0, columns - columnsOf(text))) + text);
    }

    private static int fitting(String line, int columns) {
        int at = 0;
        int used = 0;
        while (at < line.length()) {
            int codePoint = line.codePointAt(at);
            used += Math.max(0, WCWidth.wcwidth(codePoint));
            if (used > columns) {
                return at;
            }
            at += Character.charCount(codePoint);
        }
        return at;
    }

    private static int columnsOf(String line) {
        return line.codePoints()
                .map(codePoint -> Math.max(0, WCWidth.wcwidth(codePoint)))
                .sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SafeText that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// The text itself.
    @Override
    public String toString() {
        return text;
    }
}
