package waxwing.client.content;

import java.util.Locale;
import java.util.regex.Pattern;
import waxwing.content.v1.Code;

/// The rules of a code. That it has expired breaks none: it may have been on its way.
final class CodeRules {
    private static final int LONGEST_CODE = 15;
    private static final int SHORTEST_SECRET = 4;
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*");

    private final Field code;

    CodeRules(Field code) {
        this.code = code;
    }

    void check(Code content) {
        code(code.at("code"), content.getCode());
        purpose(code.at("purpose"), content);
        ValueRules.requireDateTime(code.at("expires_at"), content.getExpiresAt());
    }

    /// Previews show what a code is for, and so it may not stand there too.
    private static void purpose(Field field, Code content) {
        String secret = bare(content.getCode());
        if (secret.length() >= SHORTEST_SECRET && bare(content.getPurpose()).contains(secret)) {
            field.invalid("contains the code (expected: what it is for)");
        } else {
            TextRules.require(field, content.getPurpose());
        }
    }

    private static String bare(String text) {
        return SEPARATORS.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /// What is wrong is told without the code.
    private static void code(Field field, String text) {
        if (text.length() > LONGEST_CODE) {
            field.invalid(text.length() + " characters (expected: at most " + LONGEST_CODE + ")");
        } else {
            TextRules.requireMatch(
                    field, text, CODE, "ASCII letters and digits, with single spaces or hyphens between them");
        }
    }
}
