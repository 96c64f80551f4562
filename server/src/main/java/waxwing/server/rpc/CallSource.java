package waxwing.server.rpc;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// The network that a call or a connection comes from, as limits count it: an IPv4 address, or the /64 of an IPv6 one.
public record CallSource(String network) {
    private static final int IPV6_NETWORK_BYTES = 8;

    public static CallSource of(SocketAddress address) {
        if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
            InetAddress host = internet.getAddress();
            byte[] bytes = host.getAddress();
            return new CallSource(HexFormat.of()
                    .formatHex(host instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes));
        }
        return new CallSource("unknown");
    }

    @Override
    public String toString() {
        return "CallSource(…)";
    }
}
