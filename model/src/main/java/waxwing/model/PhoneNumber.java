package waxwing.model;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.regex.Pattern;

/// A telephone number in E.164 form (ITU-T E.164): `+`, then 7 to 15 digits. Redacts itself in [#toString].
public final class PhoneNumber implements Comparable<PhoneNumber> {
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final int LONGEST_INPUT = 40;

    private final String e164;

    private PhoneNumber(String e164) {
        this.e164 = e164;
    }

    /// Reads an international number as people write it: spaces, dashes, dots and brackets are allowed, the
    /// leading `+` is not optional.
    ///
    /// @throws MalformedValueException if it has no `+`, or no such number can exist in its country's plan
    public static PhoneNumber parse(String text) {
        String trimmed = text.strip();
        if (!trimmed.startsWith("+") || trimmed.length() > LONGEST_INPUT) {
            throw malformed();
        }
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        try {
            var number = plans.parse(trimmed, "ZZ");
            if (!number.getExtension().isEmpty() || !plans.isPossibleNumber(number)) {
                throw malformed();
            }
            return new PhoneNumber(plans.format(number, PhoneNumberFormat.E164));
        } catch (NumberParseException _) {
            throw malformed();
        }
    }

    /// Takes a number that is in E.164 form already, as it stands on the wire and in a store; no numbering plan
    /// is asked.
    ///
    /// @throws MalformedValueException if it is not in E.164 form
    public static PhoneNumber ofE164(String e164) {
        if (!E164.matcher(e164).matches()) {
            throw malformed();
        }
        return new PhoneNumber(e164);
    }

    private static MalformedValueException malformed() {
        return new MalformedValueException(
                "not a phone number (expected: international form with + and country code, for example +12025550101)");
    }

    /// The number in clear, for example `+12025550101`.
    public String e164() {
        return e164;
    }

    @Override
    public int compareTo(PhoneNumber other) {
        return e164.compareTo(other.e164);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PhoneNumber that && e164.equals(that.e164);
    }

    @Override
    public int hashCode() {
        return e164.hashCode();
    }

    /// Only the last two digits: `+…01`.
    @Override
    public String toString() {
        return "+…" + e164.substring(e164.length() - 2);
    }
}
