package waxwing.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import waxwing.model.MalformedValueException;

/// Reads `HOST:PORT`, with an IPv6 host in brackets.
final class ListenAddress {
    private ListenAddress() {}

    /// @param option that it was given for
    /// @throws MalformedValueException if it is not of that form or the host is unknown
    static InetSocketAddress parse(String option, String text) {
        int colon = text.lastIndexOf(':');
        if (colon > 0 && text.substring(colon + 1).matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port <= 65_535) {
                return new InetSocketAddress(host(option, text, text.substring(0, colon)), port);
            }
        }
        throw malformed(option, text);
    }

    private static InetAddress host(String option, String text, String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException _) {
            throw malformed(option, text);
        }
    }

    private static MalformedValueException malformed(String option, String text) {
        return new MalformedValueException(
                option + ": " + text + " (expected: HOST:PORT of this machine, for example 127.0.0.1:8085)");
    }
}
