package waxwing.client.content;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Rules for single texts. An empty text is an absent one; [#require] is for those that may not be absent.
final class TextRules {
    static final int LONGEST_TEXT = 200;
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_URL = 2048;

    private static final Pattern LINK = Pattern.compile(
            "://|\\bwww\\.|\\b(?:mailto|tel|sms|javascript|data):\\S|[a-z0-9-]\\.[a-z]{2,}/\\S",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern HOST =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 ()./-]{1,31}");
    private static final Set<String> COUNTRIES = Set.copyOf(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));

    private TextRules() {}

    /// A required text of one line.
    static void require(Field field, String text) {
        if (text.isBlank()) {
            field.missing();
        } else {
            check(field, text);
        }
    }

    /// An optional text of one line: at most 200 characters, nothing that a terminal would obey, no link.
    static void check(Field field, String text) {
        int length = text.codePointCount(0, text.length());
        if (!text.codePoints().allMatch(TextRules::printable)) {
            field.invalid("contains a control character (expected: one line of plain text)");
        } else if (length > LONGEST_TEXT) {
            field.invalid(length + " characters (expected: at most " + LONGEST_TEXT + ")", Mislabel.FREE_TEXT);
        } else {
            refuseLink(field, text);
        }
    }

    /// A required text that may have several lines. Nothing is said of links.
    ///
    /// @return whether it is one
    static boolean requireLines(Field field, String text, int longest) {
        int length = text.codePointCount(0, text.length());
        if (text.isBlank()) {
            field.missing();
        } else if (length > longest) {
            field.invalid(length + " characters (expected: at most " + longest + ")");
        } else if (!areLines(text)) {
            field.invalid("contains a control character (expected: lines of plain text)");
        } else {
            return true;
        }
        return false;
    }

    static void refuseLink(Field field, String text) {
        if (LINK.matcher(text).find()) {
            field.invalid(
                    "contains a link (expected: links only in the fields that are made for them)", Mislabel.FREE_TEXT);
        }
    }

    /// Nothing that a terminal would obey but line ends and tabs.
    static boolean areLines(String text) {
        return text.codePoints().allMatch(point -> point == '\n' || point == '\t' || printable(point));
    }

    /// A required id of at most 64 characters.
    static void requireId(Field field, String id) {
        if (id.length() > LONGEST_ID) {
            field.invalid(id.length() + " characters (expected: at most " + LONGEST_ID + ")");
        } else {
            require(field, id);
        }
    }

    /// An optional text of a fixed form.
    static void matches(Field field, String text, Pattern form, String expected) {
        if (!text.isEmpty() && !form.matcher(text).matches()) {
            field.invalid("is not " + expected);
        }
    }

    static void requireMatch(Field field, String text, Pattern form, String expected) {
        if (text.isEmpty()) {
            field.missing();
        } else {
            matches(field, text, form, expected);
        }
    }

    static void phone(Field field, String phone) {
        matches(field, phone, PHONE, "a phone number such as +33 1 23 45 67 89");
    }

    static void country(Field field, String country) {
        if (!country.isEmpty() && !COUNTRIES.contains(country)) {
            field.invalid("is not a country code such as FR (ISO 3166-1 alpha-2)");
        }
    }

    /// An optional link: absolute, https, to a host with a name, without credentials, on one of the
    /// business's domains.
    static void url(Field field, String url) {
        url(field, url, host -> false);
    }

    /// As [#url], or on a carrier's host.
    static void trackingUrl(Field field, String url) {
        url(field, url, CarrierHosts::admit);
    }

    private static void url(Field field, String url, Predicate<String> others) {
        if (url.isEmpty()) {
            return;
        }
        if (url.length() > LONGEST_URL) {
            field.invalid(url.length() + " characters (expected: at most " + LONGEST_URL + ")");
            return;
        }
        if (!url.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            field.invalid(
                    "is not a link in plain ASCII (expected: others percent-encoded, international hosts as xn--)");
            return;
        }
        try {
            uri(field, new URI(url), others);
        } catch (URISyntaxException _) {
            field.invalid("is not a link (expected: for example https://shop.example/orders/1)");
        }
    }

    private static void uri(Field field, URI uri, Predicate<String> others) {
        String host = uri.getHost();
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            field.invalid("is not an https link");
        } else if (uri.getRawUserInfo() != null
                || host == null
                || !HOST.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
            field.invalid("does not name a public host (expected: for example https://shop.example/orders/1)");
        } else if (!field.domains().admit(host) && !others.test(host)) {
            field.invalid(
                    "is not on a verified domain of the business ("
                            + field.domains().inWords() + ")",
                    Mislabel.FOREIGN_LINK);
        }
    }

    private static boolean printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> !reordersText(codePoint);
            default -> true;
        };
    }

    /// Embeddings, overrides and isolates of the bidirectional algorithm (UAX #9), and the invisible tag
    /// characters.
    private static boolean reordersText(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069)
                || (codePoint >= 0xE0000 && codePoint <= 0xE007F)
                || codePoint == 0xFEFF;
    }
}
