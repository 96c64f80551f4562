package waxwing.gateway.rest;

/// Waiting within a request.
final class Interruptions {
    private Interruptions() {}

    /// Something that waits.
    interface Waiting<T> {
        T done() throws InterruptedException;
    }

    /// @throws Rejection if the gateway stops meanwhile
    static <T> T refusing(Waiting<T> waiting) {
        try {
            return waiting.done();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Rejection(Failures.unavailable("the gateway is stopping"));
        }
    }
}
