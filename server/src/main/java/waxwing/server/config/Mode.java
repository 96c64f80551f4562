package waxwing.server.config;

/// Whether a relay serves people or somebody who develops.
public enum Mode {
    SERVICE,
    /// Loopback only, codes on the console.
    DEVELOPMENT
}
