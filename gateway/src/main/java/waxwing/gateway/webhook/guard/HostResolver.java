package waxwing.gateway.webhook.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a host's name.
@FunctionalInterface
public interface HostResolver {
    /// All of them, at least one. It may block for long.
    List<InetAddress> resolve(String name) throws UnknownHostException;

    /// The operating system's.
    static HostResolver system() {
        return name -> List.of(InetAddress.getAllByName(name));
    }
}
