package waxwing.server.simulation;

/// Something happened that the relay promises not to let happen.
final class BrokenPromiseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenPromiseException(String what) {
        super(what);
    }
}
