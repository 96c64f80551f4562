package waxwing.bench;

/// The relay lost, repeated, reordered or refused a message, or broke a stream: the run says nothing about speed.
final class AuditException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AuditException(String what) {
        super(what);
    }
}
