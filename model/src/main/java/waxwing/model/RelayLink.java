package waxwing.model;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a relay is and how to know it: `waxwing://HOST:PORT#sha256:FINGERPRINT`.
///
/// The fingerprint is the SHA-256 of the relay's public key (SPKI, DER), in 64 hexadecimal digits; without one,
/// the relay's certificate has to be signed by a public authority.
public record RelayLink(String host, int port, Optional<String> fingerprint) {
    public static final int DEFAULT_PORT = 7443;

    private static final Pattern FORM = Pattern.compile(
            "waxwing://(?<host>[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::(?<port>[0-9]{1,5}))?/?(?:#sha256:(?<pin>[0-9A-Fa-f]{64}))?");

    public RelayLink {
        if (port < 1 || port > 65_535) {
            throw new MalformedValueException("relay link: port " + port + " (expected: 1..65535)");
        }
    }

    /// @throws MalformedValueException if it is not of that form
    public static RelayLink parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new MalformedValueException(
                    "not a relay link (expected: waxwing://HOST:PORT#sha256:FINGERPRINT, as the relay printed it)");
        }
        String port = form.group("port");
        return new RelayLink(
                form.group("host"),
                port == null ? DEFAULT_PORT : Integer.parseInt(port),
                Optional.ofNullable(form.group("pin"))
                        .map(pin -> HexFormat.of().formatHex(HexFormat.of().parseHex(pin))));
    }

    @Override
    public String toString() {
        return "waxwing://" + host + ":" + port
                + fingerprint.map(pin -> "#sha256:" + pin).orElse("");
    }
}
