package waxwing.gateway.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import waxwing.model.MalformedValueException;

/// A place in a list, as the caller gets it and gives it back: opaque, so that what stands in it may change.
///
/// @param list which list it is a place in
record Cursor(String list, long place) {
    static final String PARAM = "cursor";

    private static final Pattern FORM = Pattern.compile("(?<list>[a-z]+):(?<place>[0-9]{1,18})");

    /// The cursor of the next page as it is given, or nothing on the last page.
    static @Nullable String next(String list, OptionalLong place) {
        return place.isPresent() ? new Cursor(list, place.getAsLong()).text() : null;
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((list + ":" + place).getBytes(StandardCharsets.US_ASCII));
    }

    /// @throws MalformedValueException if it is not one that a page of this list gave
    static Cursor parse(String list, String text) {
        try {
            Matcher form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            if (form.matches() && form.group("list").equals(list)) {
                return new Cursor(list, Long.parseLong(form.group("place")));
            }
        } catch (IllegalArgumentException _) {
            // Told below, in the same words as a cursor of another list.
        }
        throw new MalformedValueException("not a cursor of this list (expected: next_cursor of a page before)");
    }
}
