package waxwing.e2e;

/// A step of a story did not show what it has to.
public final class StoryFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoryFailure(String message) {
        super(message);
    }

    public StoryFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
