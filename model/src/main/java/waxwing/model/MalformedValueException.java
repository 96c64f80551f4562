package waxwing.model;

/// A text or number from outside that is not what it should be. The message names the value, what is wrong and
/// what was expected, and can be shown to the person who typed it.
public final class MalformedValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MalformedValueException(String message) {
        super(message);
    }
}
