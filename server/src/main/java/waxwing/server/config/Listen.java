package waxwing.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A host and port to listen on; port 0 takes a free one.
public record Listen(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?<host>[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]):(?<port>[0-9]{1,5})");

    public Listen {
        if (port < 0 || port > 65_535) {
            throw new ConfigException("port: " + port + " (expected: 0..65535)");
        }
    }

    /// @throws ConfigException if it is not HOST:PORT
    public static Listen parse(String key, String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new ConfigException(key + ": " + text + " (expected: HOST:PORT, for example 127.0.0.1:7443)");
        }
        return new Listen(form.group("host"), Integer.parseInt(form.group("port")));
    }

    /// @throws ConfigException if the host has no address
    public InetSocketAddress address() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException _) {
            throw new ConfigException("listen: the host " + host + " has no address");
        }
    }

    /// Whether only programs of this machine can reach it.
    public boolean isLoopback() {
        return address().getAddress().isLoopbackAddress();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
