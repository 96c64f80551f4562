package waxwing.gateway.contact;

import java.util.regex.Pattern;
import waxwing.model.MalformedValueException;

/// Names a person to the business's own programs without their phone number, for example
/// `ctc_5f6ilhtu3nf2o5v5nbtu5ryx4zkhqjue`: `ctc_` and 160 bits in base32 (RFC 4648, lower case).
///
/// Another gateway has another handle for the same person.
public record ContactHandle(String value) {
    private static final Pattern FORM = Pattern.compile("ctc_[a-z2-7]{32}");

    public ContactHandle {
        if (!FORM.matcher(value).matches()) {
            throw new MalformedValueException(
                    "not a contact's handle (expected: ctc_ and 32 letters or digits, as an event or an answer gave it)");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
