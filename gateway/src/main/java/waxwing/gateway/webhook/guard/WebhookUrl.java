package waxwing.gateway.webhook.guard;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import waxwing.model.MalformedValueException;

/// A URL that events can be posted to, as far as its text tells: `https`, a host, a port that may be used,
/// a path.
///
/// Far less is taken than RFC 3986 or a browser would take: ASCII only, no user name, no fragment, IPv4
/// addresses in dotted decimal only. What different programs might read differently is refused.
///
/// @param host a name in lower case, or an address without brackets
/// @param literal the address, if the host is one
/// @param path from `/` on, with the query
public record WebhookUrl(Scheme scheme, String host, Optional<InetAddress> literal, int port, String path) {
    private static final int LONGEST = 2048;
    private static final int LONGEST_NAME = 253;
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;
    private static final int LAST_PORT = 65_535;

    private static final Pattern FORM = Pattern.compile("(?<scheme>[A-Za-z]{1,10})://"
            + "(?<host>\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9.-]{1,253})(:(?<port>[0-9]{1,5}))?"
            + "(?<path>([/?]([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?)");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMERIC = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.|$)){4}(?<!\\.)");
    /// Names that mean something else on each network (RFC 6761, 6762, 8375, 9476 and common use).
    private static final Set<String> LOCAL_SUFFIXES = Set.of(
            "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "onion", "alt", "arpa");

    /// How it is spoken to.
    public enum Scheme {
        HTTPS(443),
        HTTP(80);

        private final int port;

        Scheme(int port) {
            this.port = port;
        }
    }

    /// @throws MalformedValueException saying what is wrong with it; the text itself is not quoted
    public static WebhookUrl parse(String text, Receivers receivers) {
        Matcher form = FORM.matcher(text.length() <= LONGEST ? text : "");
        if (!form.matches()) {
            throw malformed(
                    "not a URL such as https://example.com/hooks in plain ASCII, without user name and fragment");
        }
        Scheme scheme = scheme(form.group("scheme"), receivers);
        String written = form.group("host").toLowerCase(Locale.ROOT);
        Optional<InetAddress> literal = literal(written);
        String host = written.startsWith("[") ? written.substring(1, written.length() - 1) : written;
        if (literal.isEmpty()) {
            checkName(host, receivers);
        }
        String path = form.group("path");
        return new WebhookUrl(
                scheme, host, literal, port(scheme, form.group("port")), path.startsWith("/") ? path : "/" + path);
    }

    private static Scheme scheme(String text, Receivers receivers) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "https" -> Scheme.HTTPS;
            case "http" ->
                switch (receivers) {
                    case PUBLIC ->
                        throw malformed("http (expected: https; http to this machine needs --allow-http-loopback)");
                    case PUBLIC_AND_LOOPBACK, LOOPBACK -> Scheme.HTTP;
                };
            default -> throw malformed("of another scheme (expected: https)");
        };
    }

    private static Optional<InetAddress> literal(String host) {
        if (host.startsWith("[")) {
            return Optional.of(ipv6(host.substring(1, host.length() - 1)));
        }
        String last = host.substring(host.lastIndexOf('.', host.length() - 2) + 1);
        if (!NUMERIC.matcher(last.endsWith(".") ? last.substring(0, last.length() - 1) : last)
                .matches()) {
            return Optional.empty();
        }
        if (!IPV4.matcher(host).matches()) {
            throw malformed(
                    "not to a host (an IPv4 address is four decimal numbers from 0 to 255 without leading zeros)");
        }
        return Optional.of(InetAddress.ofLiteral(host));
    }

    private static InetAddress ipv6(String text) {
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            if (address.getAddress().length == 16) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // Told below, in the same words as an IPv4 address that is wrapped up.
        }
        throw malformed("not to a host (an IPv6 address stands in brackets, and does not hold an IPv4 address)");
    }

    private static void checkName(String name, Receivers receivers) {
        String[] labels = name.split("\\.", -1);
        boolean wellFormed = name.length() <= LONGEST_NAME;
        for (String label : labels) {
            wellFormed &= LABEL.matcher(label).matches();
        }
        if (!wellFormed) {
            throw malformed("not to a host (a name has labels of letters, digits and hyphens, and no dot at its end)");
        }
        String last = labels[labels.length - 1];
        if (last.equals("localhost")) {
            if (receivers == Receivers.PUBLIC) {
                throw malformed("to this machine (expected: a public host; this machine needs --allow-http-loopback)");
            }
        } else if (labels.length == 1 || LOCAL_SUFFIXES.contains(last)) {
            throw malformed("to a name of a local network (expected: a public host)");
        }
    }

    private static int port(Scheme scheme, @Nullable String text) {
        int port = text == null ? scheme.port : Integer.parseInt(text);
        if (port == scheme.port || (port >= FIRST_UNPRIVILEGED_PORT && port <= LAST_PORT)) {
            return port;
        }
        throw malformed("to port " + port + " (expected: " + scheme.port + ", or " + FIRST_UNPRIVILEGED_PORT + " to "
                + LAST_PORT + ")");
    }

    private static MalformedValueException malformed(String what) {
        return new MalformedValueException("not a webhook's URL: " + what);
    }

    /// As it can be shown and read again. It may carry a secret of the receiver's in its path.
    public String text() {
        String name = literal.isPresent() && host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        String suffix = port == scheme.port ? "" : ":" + port;
        return scheme.name().toLowerCase(Locale.ROOT) + "://" + name + suffix + path;
    }

    /// Without the path.
    @Override
    public String toString() {
        return "WebhookUrl[" + host + "]";
    }
}
