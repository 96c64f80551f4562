package waxwing.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class CallSourceTest {
    private static CallSource of(String address) throws UnknownHostException {
        return CallSource.of(new InetSocketAddress(InetAddress.getByName(address), 4_000));
    }

    @Test
    void anIpv6NetworkCountsAsOneAndAnIpv4AddressAlone() throws UnknownHostException {
        assertThat(of("2001:db8:1:2::1")).isEqualTo(of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertThat(of("2001:db8:1:2::1")).isNotEqualTo(of("2001:db8:1:3::1"));
        assertThat(of("192.0.2.1")).isNotEqualTo(of("192.0.2.2"));
        assertThat(of("::ffff:192.0.2.1")).isEqualTo(of("192.0.2.1"));
    }

    @Test
    void itDoesNotPrintAnAddress() throws UnknownHostException {
        assertThat(of("192.0.2.1")).hasToString("CallSource(…)");
    }
}
