package waxwing.store;

/// The disk is full: the call is refused and stored nothing, except that one which ends while another finds the
/// disk full may be refused and stored. The database serves again as soon as there is space.
public final class StorageFull extends StorageFailure {
    private static final long serialVersionUID = 1L;

    public StorageFull(String message, Throwable cause) {
        super(message, cause);
    }
}
