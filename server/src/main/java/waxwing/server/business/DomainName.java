package waxwing.server.business;

import com.google.common.net.InternetDomainName;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A domain that a business can own: at least two labels, none of them a suffix under which anybody
/// registers.
///
/// @param value lower case, in ASCII (RFC 5890: international labels as `xn--…`), without a dot at its end
public record DomainName(String value) {
    private static final int LONGEST = 253;
    private static final Pattern FORM =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /// What became of a text.
    sealed interface Parsed {
        record Good(DomainName name) implements Parsed {}

        record Malformed() implements Parsed {}

        /// Belongs to nobody alone.
        record PublicSuffix(String suffix) implements Parsed {}
    }

    static Parsed parse(String text) {
        Optional<String> ascii = ascii(text.strip());
        if (ascii.isEmpty()) {
            return new Parsed.Malformed();
        }
        return InternetDomainName.from(ascii.get()).isPublicSuffix()
                ? new Parsed.PublicSuffix(ascii.get())
                : new Parsed.Good(new DomainName(ascii.get()));
    }

    /// As [#parse], where it does not matter why it is none.
    static Optional<DomainName> of(String text) {
        return parse(text) instanceof Parsed.Good(DomainName name) ? Optional.of(name) : Optional.empty();
    }

    private static Optional<String> ascii(String text) {
        try {
            String ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            return Optional.of(name)
                    .filter(form ->
                            form.length() <= LONGEST && FORM.matcher(form).matches());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Whether a host is this domain or below it.
    boolean covers(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals(value) || name.endsWith("." + value);
    }

    @Override
    public String toString() {
        return value;
    }
}
