package waxwing.gateway.message;

import java.util.regex.Pattern;
import waxwing.model.MalformedValueException;

/// The caller's name for one attempt to send: whoever repeats it within 24 hours gets the first answer again.
public record IdempotencyKey(String value) {
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1,255}");

    public IdempotencyKey {
        if (!FORM.matcher(value).matches()) {
            throw new MalformedValueException("not an idempotency key (expected: 1 to 255 printable ASCII characters"
                    + " without blanks, for example a UUID)");
        }
    }

    @Override
    public String toString() {
        return "IdempotencyKey[…]";
    }
}
