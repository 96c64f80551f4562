package waxwing.server;

/// A command ends here: with one line for the operator and an exit code.
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    CommandFailure(Exit exit, String message) {
        super(message, null, false, false);
        this.exit = exit;
    }

    Exit exit() {
        return exit;
    }
}
