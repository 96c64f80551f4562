package waxwing.server.admin;

import java.time.Instant;
import waxwing.model.RelayLink;

/// How a running relay is doing.
public record RelayStatus(String version, RelayLink link, Instant startedAt, int connectedDevices, long accounts) {}
