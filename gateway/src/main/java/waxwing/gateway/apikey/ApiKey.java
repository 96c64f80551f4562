package waxwing.gateway.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// A secret that lets a program call the gateway: `wax_live_`, or `wax_test_` in a sandbox, 32 random letters and
/// digits, and 6 that check them.
///
/// The prefix lets scanners find a leaked key, the checksum lets the gateway refuse a mistyped one without
/// asking the store. It never prints itself.
public final class ApiKey {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int SECRET_LENGTH = 32;
    private static final int CHECKSUM_LENGTH = 6;
    private static final Pattern FORM =
            Pattern.compile("wax_(?:live|test)_[0-9A-Za-z]{" + (SECRET_LENGTH + CHECKSUM_LENGTH) + "}");

    private final String text;

    private ApiKey(String text) {
        this.text = text;
    }

    /// What a key is good for; told by its prefix, so that neither is taken for the other.
    public enum Use {
        /// A gateway that reaches people.
        LIVE("wax_live_"),
        /// A sandbox.
        TEST("wax_test_");

        private final String prefix;

        Use(String prefix) {
            this.prefix = prefix;
        }
    }

    /// @param random a secure source
    static ApiKey generate(Use use, RandomGenerator random) {
        var key = new StringBuilder(use.prefix);
        for (int i = 0; i < SECRET_LENGTH; i++) {
            key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new ApiKey(key.append(checksum(key.toString())).toString());
    }

    /// Reads a key as a caller presents it; empty if no such key can exist.
    public static Optional<ApiKey> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        int checked = text.length() - CHECKSUM_LENGTH;
        return checksum(text.substring(0, checked)).equals(text.substring(checked))
                ? Optional.of(new ApiKey(text))
                : Optional.empty();
    }

    /// The key in clear, to be shown once.
    public String reveal() {
        return text;
    }

    /// SHA-256; a key has 190 random bits, so a slow hash would add nothing.
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        var digits = new StringBuilder();
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            digits.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return digits.toString();
    }

    @Override
    public String toString() {
        return "ApiKey[…]";
    }
}
