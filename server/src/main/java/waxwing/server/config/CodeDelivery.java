package waxwing.server.config;

import java.nio.file.Path;
import java.util.Optional;

/// How verification codes reach people.
public sealed interface CodeDelivery {
    /// On standard output: for development.
    record Console() implements CodeDelivery {}

    /// As an e-mail to a gateway that turns it into an SMS.
    ///
    /// @param toTemplate the gateway's address with `{number}` (digits, no plus) or `{e164}` in it
    record Smtp(Server server, String from, String toTemplate) implements CodeDelivery {}

    /// How the connection to the mail server is protected.
    enum Security {
        NONE,
        STARTTLS,
        TLS
    }

    /// A mail server.
    ///
    /// @param login whom to log in as, if at all
    record Server(String host, int port, Security security, Optional<Login> login) {}

    record Login(String username, Path passwordFile) {}
}
