package waxwing.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTextTest {
    private static final int ROUNDS = 20_000;

    /// What somebody sends, and what a body, a line and a name make of it. In the table `^` is ESC, `_` is a
    /// space.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            plain text           | hi_there                | hi_there                | hi_there                | hi_there
            a colour sequence    | ^[31mred                | ␛[31mred                | ␛[31mred                | ␛[31mred
            clipboard by OSC 52  | ^]52;c;ZXZpbA==\\u0007  | ␛]52;c;ZXZpbA==␇        | ␛]52;c;ZXZpbA==␇        | ␛]52;c;ZXZpbA==␇
            a device string      | ^P$q"p^\\               | ␛P$q"p␛\\               | ␛P$q"p␛\\               | ␛P$q"p␛\\
            8-bit CSI            | \\u009b2J               | �2J                     | �2J                     | �2J
            8-bit OSC, next line | \\u009d0;x\\u0085       | �0;x�                   | �0;x�                   | �0;x�
            NUL, backspace, DEL  | a\\u0000\\u0008b\\u007f | a␀␈b␡                   | a␀␈b␡                   | a␀␈b␡
            carriage return      | yes\\u000dno            | yes\\nno                | yes_no                  | yes_no
            CR and LF            | a\\u000d\\u000ab        | a\\nb                   | a_b                     | a_b
            line separators      | a\\u2028b\\u2029c       | a\\nb\\nc               | a_b_c                   | a_b_c
            tab                  | a\\u0009b               | a_b                     | a_b                     | a_b
            bidi override        | abc\\u202egnp.exe       | abcgnp.exe              | abcgnp.exe              | abcgnp.exe
            bidi isolates        | \\u2066a\\u2067b\\u2068c\\u2069 | abc             | abc                     | abc
            bidi marks           | \\u200ea\\u200f\\u061cb | ab                      | ab                      | ab
            zero-width space     | pay\\u200bpal           | paypal                  | paypal                  | paypal
            byte order mark      | \\ufeffhi\\u2060        | hi                      | hi                      | hi
            soft hyphen          | pay\\u00adpal           | paypal                  | paypal                  | paypal
            Hangul filler        | a\\u3164b\\uffa0        | ab                      | ab                      | ab
            tag characters       | hi\\udb40\\udc68\\udb40\\udc69 | hi               | hi                      | hi
            far selectors        | a\\udb40\\udd00         | a                       | a                       | a
            language tag         | a\\udb40\\udc01         | a                       | a                       | a
            unpaired high        | a\\ud83db               | a�b                     | a�b                     | a�b
            unpaired low         | a\\ude00b               | a�b                     | a�b                     | a�b
            noncharacter         | a\\uffffb\\ufdd0        | a�b�                    | a�b�                    | a�b�
            emoji                | \\ud83d\\ude00          | \\ud83d\\ude00          | \\ud83d\\ude00          | \\ud83d\\ude00
            family               | \\ud83d\\udc68\\u200d\\ud83d\\udc67 | \\ud83d\\udc68\\u200d\\ud83d\\udc67 | \\ud83d\\udc68\\ud83d\\udc67 | \\ud83d\\udc68\\ud83d\\udc67
            joiner at the end    | a\\u200d                | a                       | a                       | a
            joiner after a space | a_\\u200db              | a_b                     | a_b                     | a_b
            Persian non-joiner   | می\\u200cخواهم          | می\\u200cخواهم          | میخواهم                 | میخواهم
            Hebrew               | שלום                    | שלום                    | שלום                    | שלום
            accents              | e\\u0301                | e\\u0301                | e\\u0301                | e\\u0301
            ideographic space    | a\\u3000b               | a\\u3000b               | a_b                     | a_b
            spaces in a row      | Bank___(verified)       | Bank___(verified)       | Bank___(verified)       | Bank_(verified)
            """)
    void whatComesFromOutsideIsMadeHarmless(String what, String outside, String body, String line, String name) {
        assertThat(SafeText.body(decoded(outside))).hasToString(decoded(body));
        assertThat(SafeText.line(decoded(outside))).hasToString(decoded(line));
        assertThat(SafeText.name(decoded(outside))).hasToString(decoded(name));
    }

    private static String decoded(String cell) {
        StringBuilder text = new StringBuilder();
        String plain = cell.replace('_', ' ').replace('^', '\u001b').replace("\\n", "\n");
        for (int at = 0; at < plain.length(); at++) {
            if (plain.startsWith("\\u", at)) {
                text.append((char) Integer.parseInt(plain.substring(at + 2, at + 6), 16));
                at += 5;
            } else {
                text.append(plain.charAt(at));
            }
        }
        return text.toString();
    }

    @Test
    void everyControlCharacterIsMadeVisible() {
        for (int point = 0; point < 0xA0; point++) {
            if ((point < ' ' || point >= 0x7F) && point != '\n' && point != '\r' && point != '\t') {
                String body = SafeText.body(Character.toString(point)).toString();
                assertThat(body).as("U+%04X", point).hasSize(1);
                assertHarmless(body, true);
            }
        }
    }

    @Test
    void noRandomBytesBecomeHarmful() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            assertEachIsHarmless(new String(bytes, StandardCharsets.UTF_8), seed);
            assertEachIsHarmless(new String(bytes, StandardCharsets.ISO_8859_1), seed);
            assertEachIsHarmless(new String(bytes, StandardCharsets.UTF_16), seed);
        }
    }

    @Test
    void noMixtureOfKnownAttacksBecomesHarmful() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] parts = {
            "\u001b[",
            "\u001b]0;",
            "\u0007",
            "\u009c",
            "\u202e",
            "\u2066",
            "\u200d",
            "\ud83d",
            "\ude00",
            "a",
            " ",
            "\r",
            "\n",
            "\u0301",
            "\udb40\udc41",
            "\ufe0f",
            "\u0085",
            "\u2028",
            "א",
            "\ud83d\udc68"
        };
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(12); part > 0; part--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertEachIsHarmless(text.toString(), seed);
        }
    }

    private static void assertEachIsHarmless(String outside, long seed) {
        try {
            assertHarmless(SafeText.body(outside).toString(), true);
            assertHarmless(SafeText.line(outside).toString(), false);
            assertHarmless(SafeText.name(outside).toString(), false);
            assertHarmless(SafeText.of("from {}: ", outside).toString(), false);
            // What is safe stays as it is.
            String line = SafeText.line(outside).toString();
            String name = SafeText.name(outside).toString();
            if (!SafeText.line(line).toString().equals(line)
                    || !SafeText.name(name).toString().equals(name)) {
                fail("changes again: %s", outside);
            }
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static void assertHarmless(String text, boolean linesAllowed) {
        text.codePoints()
                .filter(point -> !isHarmless(point) && !(linesAllowed && point == '\n'))
                .forEach(point -> fail("U+%04X in %s", point, text));
    }

    private static boolean isHarmless(int point) {
        boolean control = point < ' ' || (point >= 0x7F && point <= 0x9F);
        boolean bidi = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
        boolean tag = point >= 0xE0000 && point <= 0xE0FFF;
        boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
        return !control && !bidi && !tag && !surrogate;
    }

    @Test
    void aStackOfMarksIsCutDown() {
        assertThat(SafeText.body("Z" + "\u0335".repeat(100) + "a").toString()).hasSize(1 + 6 + 1);
    }

    @Test
    void aLongNameIsCutAndANamelessOneSaysSo() {
        assertThat(SafeText.name("x".repeat(200)).toString()).hasSize(80).endsWith("x…");
        assertThat(SafeText.name(" \u200b\u202e ")).hasToString("(no name)");
    }

    @Test
    void ownWordsTakeUnsafeValuesAndMakeThemSafe() {
        assertThat(SafeText.of("{} said {}", SafeText.name("Ann"), "\u001b[2J\nbye"))
                .hasToString("Ann said ␛[2J bye");
        assertThatThrownBy(() -> SafeText.of("none", "value")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void linesAreWrappedAtSpacesAndLongWordsAreCut() {
        assertThat(SafeText.body("one two three\nabcdefghijkl").wrapped(8))
                .extracting(SafeText::toString)
                .containsExactly("one two", "three", "abcdefgh", "ijkl");
        assertThat(SafeText.line("日本語").wrapped(3))
                .extracting(SafeText::toString)
                .containsExactly("日", "本", "語");
        assertThat(SafeText.line("日本語").columns()).isEqualTo(6);
        assertThat(SafeText.line("日本語").cut(5)).hasToString("日本…");
        assertThat(SafeText.line("ab").rightAligned(4)).hasToString("  ab");
        assertThat(SafeText.line("ab").padded(4)).hasToString("ab  ");
    }
}
