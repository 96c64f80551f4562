package waxwing.gateway;

import java.net.InetSocketAddress;
import java.util.Optional;

/// How a gateway is run.
///
/// @param listen where the API is
/// @param telemetry where the metrics are, on loopback; empty for nowhere
record RunSettings(InetSocketAddress listen, Optional<InetSocketAddress> telemetry) {
    static RunSettings at(InetSocketAddress listen) {
        return new RunSettings(listen, Optional.empty());
    }
}
