package waxwing.server.registration;

import java.security.SecureRandom;
import java.util.Locale;

/// A verification code: six digits. Prints only on purpose.
public final class Code {
    private static final int CODES = 1_000_000;

    private final String digits;

    private Code(String digits) {
        this.digits = digits;
    }

    public static Code random(SecureRandom random) {
        return new Code(String.format(Locale.ROOT, "%06d", random.nextInt(CODES)));
    }

    /// The code in clear, for the message that carries it.
    public String digits() {
        return digits;
    }

    @Override
    public String toString() {
        return "Code(…)";
    }
}
