package waxwing.cli.terminal;

import java.util.regex.Pattern;
import waxwing.model.MalformedValueException;

/// What one installed account is called on this machine; it names a folder.
public record ProfileName(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

    public static final ProfileName DEFAULT = new ProfileName("default");

    public ProfileName {
        if (!FORM.matcher(value).matches()) {
            throw new MalformedValueException(
                    "not a profile's name (expected: up to 64 letters, digits, '_', '-' and '.', not starting with '.')");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
