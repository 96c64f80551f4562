package waxwing.gateway.apikey;

import java.util.regex.Pattern;
import waxwing.model.MalformedValueException;

/// Names an API key without being one, for example `key_7Hk2mPq9`.
public record ApiKeyId(String value) {
    private static final Pattern FORM = Pattern.compile("key_[0-9A-Za-z]{8}");

    public ApiKeyId {
        if (!FORM.matcher(value).matches()) {
            throw new MalformedValueException(
                    "not the id of an API key (expected: for example key_7Hk2mPq9, as 'waxwing gateway key list' shows it)");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
