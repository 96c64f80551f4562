package waxwing.gateway.webhook.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "168.63.129.16",
                "169.254.0.1",
                "169.254.169.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:0:127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378::1",
                "2001:2::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "feb0::1",
                "fec0::1",
                "ff02::1",
                "4000::1"
            })
    void aSpecialAddressIsRefused(String address) {
        assertThat(AddressPolicy.objection(InetAddress.ofLiteral(address), Receivers.PUBLIC))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450:4001::200e",
                "2001:4860:4860::8888",
                "2003::1",
                "3ffe::1"
            })
    void anAddressOfThePublicInternetIsNot(String address) {
        assertThat(AddressPolicy.objection(InetAddress.ofLiteral(address), Receivers.PUBLIC))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "169.254.169.254", "fd00::1", "0.0.0.0", "::"})
    void allowingThisMachineAllowsNothingElse(String address) {
        InetAddress inside = InetAddress.ofLiteral(address);

        assertThat(AddressPolicy.objection(inside, Receivers.PUBLIC_AND_LOOPBACK))
                .isPresent();
        assertThat(AddressPolicy.objection(inside, Receivers.LOOPBACK)).isPresent();
        assertThat(AddressPolicy.objection(InetAddress.ofLiteral("127.0.0.1"), Receivers.PUBLIC_AND_LOOPBACK))
                .isEmpty();
        assertThat(AddressPolicy.objection(InetAddress.ofLiteral("::1"), Receivers.LOOPBACK))
                .isEmpty();
        assertThat(AddressPolicy.objection(InetAddress.ofLiteral("8.8.8.8"), Receivers.LOOPBACK))
                .isPresent();
    }
}
