package waxwing.server.config;

import java.nio.file.Path;

/// What is where in the relay's data folder.
public record DataFolder(Path path) {
    /// The path that H2 puts its endings to.
    public Path database() {
        return path.resolve("relay");
    }

    public Path mailboxes() {
        return path.resolve("mailboxes");
    }

    /// The root secret: numbers at rest can't be read without it.
    public Path secrets() {
        return path.resolve("relay.secret");
    }

    /// The identity key that relay links pin.
    public Path identity() {
        return path.resolve("identity.pem");
    }

    /// Until when the relay ran.
    public Path clockMark() {
        return path.resolve("clock");
    }
}
