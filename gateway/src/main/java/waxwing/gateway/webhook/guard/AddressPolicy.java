package waxwing.gateway.webhook.guard;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Decides which addresses are on the public internet, by the special-purpose registries of IANA (RFC 6890
/// and those after it).
///
/// For IPv4 the special ranges are listed. For IPv6 only the global unicast range `2000::/3` is public,
/// without the special ranges in it; so addresses that carry an IPv4 address (mapped, compatible, NAT64,
/// 6to4, Teredo) are never public, whatever they carry.
final class AddressPolicy {
    private static final Block GLOBAL_UNICAST = Block.of("2000::/3", "not a global address");

    private static final List<Block> SPECIAL = List.of(
            Block.of("0.0.0.0/8", "an unspecified address"),
            Block.of("10.0.0.0/8", "a private address"),
            Block.of("100.64.0.0/10", "a carrier's shared address"),
            Block.of("127.0.0.0/8", "a loopback address"),
            Block.of("168.63.129.16/32", "a cloud's metadata address"),
            Block.of("169.254.0.0/16", "a link-local address"),
            Block.of("172.16.0.0/12", "a private address"),
            Block.of("192.0.0.0/24", "an address for protocols"),
            Block.of("192.0.2.0/24", "an address for documentation"),
            Block.of("192.31.196.0/24", "an address for protocols"),
            Block.of("192.52.193.0/24", "an address for protocols"),
            Block.of("192.88.99.0/24", "an address for protocols"),
            Block.of("192.168.0.0/16", "a private address"),
            Block.of("192.175.48.0/24", "an address for protocols"),
            Block.of("198.18.0.0/15", "an address for measurements"),
            Block.of("198.51.100.0/24", "an address for documentation"),
            Block.of("203.0.113.0/24", "an address for documentation"),
            Block.of("224.0.0.0/4", "a multicast address"),
            Block.of("240.0.0.0/4", "a reserved address"),
            Block.of("2001::/23", "an address for protocols"),
            Block.of("2001:db8::/32", "an address for documentation"),
            Block.of("2002::/16", "an address that carries another"),
            Block.of("2620:4f:8000::/48", "an address for protocols"),
            Block.of("3fff::/20", "an address for documentation"));

    private AddressPolicy() {}

    /// What is to be said against posting to an address; empty if nothing is.
    static Optional<String> objection(InetAddress address, Receivers receivers) {
        boolean loopback = address.isLoopbackAddress();
        return switch (receivers) {
            case LOOPBACK -> loopback ? Optional.empty() : Optional.of("another machine");
            case PUBLIC_AND_LOOPBACK -> loopback ? Optional.empty() : notPublic(address);
            case PUBLIC -> notPublic(address);
        };
    }

    private static Optional<String> notPublic(InetAddress address) {
        Optional<String> special = SPECIAL.stream()
                .filter(block -> block.contains(address))
                .map(Block::name)
                .findFirst();
        boolean elsewhere = !(address instanceof Inet4Address) && !GLOBAL_UNICAST.contains(address);
        return special.or(() -> elsewhere ? Optional.of(GLOBAL_UNICAST.name()) : Optional.empty());
    }

    /// All addresses that begin with the same bits.
    private record Block(InetAddress base, int bits, String name) {
        static Block of(String cidr, String name) {
            int slash = cidr.indexOf('/');
            return new Block(
                    InetAddress.ofLiteral(cidr.substring(0, slash)), Integer.parseInt(cidr.substring(slash + 1)), name);
        }

        boolean contains(InetAddress address) {
            byte[] theirs = address.getAddress();
            byte[] ours = base.getAddress();
            if (theirs.length != ours.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((theirs[bit >> 3] & mask) != (ours[bit >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
