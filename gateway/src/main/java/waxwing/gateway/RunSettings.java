package waxwing.gateway;

import java.net.InetSocketAddress;
import java.util.Optional;
import waxwing.gateway.message.BackPressure;

/// How a gateway is run.
///
/// @param listen where the API is
/// @param telemetry where the metrics are, on loopback; empty for nowhere
/// @param mostWaiting how many accepted messages may wait for the relay
record RunSettings(InetSocketAddress listen, Optional<InetSocketAddress> telemetry, int mostWaiting) {
    static RunSettings at(InetSocketAddress listen) {
        return new RunSettings(listen, Optional.empty(), BackPressure.USUAL);
    }
}
