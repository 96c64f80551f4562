package waxwing.server.config;

/// The relay can't run as it is configured. The message is for the operator: which setting, what it was, what was
/// expected.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
