package waxwing.store;

/// The disk is full: the call stored nothing. The database serves again as soon as there is space.
public final class StorageFull extends StorageFailure {
    private static final long serialVersionUID = 1L;

    public StorageFull(String message, Throwable cause) {
        super(message, cause);
    }
}
