package waxwing.server.secrets;

/// A file with a secret is not what it should be. The message is for the operator: which file, what is wrong,
/// what to do.
public final class SecretFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SecretFileException(String message) {
        super(message);
    }

    public SecretFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
