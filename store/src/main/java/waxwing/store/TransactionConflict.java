package waxwing.store;

/// A transaction and others waited for each other, or it waited too long for one: it was rolled back as a whole
/// so that the others can go on. Nothing else is wrong; run again, it may well succeed.
public final class TransactionConflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TransactionConflict(Throwable cause) {
        super("the transaction stood in the way of another one and was rolled back", cause);
    }
}
