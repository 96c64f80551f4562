package waxwing.client;

/// A profile that has no account yet: `register` comes first.
public final class NotRegisteredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotRegisteredException() {
        super("this profile has no account yet (expected: a registered one)");
    }
}
