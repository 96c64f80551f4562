package waxwing.gateway.api;

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
            throw new Rejection(Fault.unavailable("the gateway is stopping"));
        }
    }
}
