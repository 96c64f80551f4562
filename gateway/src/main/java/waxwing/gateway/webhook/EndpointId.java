package waxwing.gateway.webhook;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import waxwing.model.MalformedValueException;

/// Names an endpoint, for example `we_7Hk2mPq9Rs`.
public record EndpointId(String value) {
    private static final Pattern FORM = Pattern.compile("we_[0-9A-Za-z]{10}");
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz";
    private static final int LENGTH = 10;

    public EndpointId {
        if (!FORM.matcher(value).matches()) {
            throw new MalformedValueException(
                    "not the id of a webhook endpoint (expected: for example we_7Hk2mPq9Rs, as 'waxwing gateway webhook"
                            + " list' shows it)");
        }
    }

    static EndpointId fresh(RandomGenerator random) {
        var id = new StringBuilder("we_");
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new EndpointId(id.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
