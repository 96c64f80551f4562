package waxwing.store;

/// The storage below did not do what it was asked: a failed write or force, a damaged or vanished file. Nothing
/// that the failed call wanted to store may be acknowledged. After a failed force the database stays out of
/// service until the program is started again, because the operating system may have dropped what it could not
/// write.
public class StorageFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageFailure(String message) {
        super(message);
    }

    public StorageFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
