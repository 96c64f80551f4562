package waxwing.gateway.webhook;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import waxwing.gateway.event.EventLog;

/// Has a virtual thread for each endpoint that delivers to it, from its opening on until it is closed.
public final class Dispatch implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final WebhookParts parts;
    private final Map<EndpointId, Running> running = new HashMap<>();
    private boolean closed;

    private record Running(EndpointWorker worker, Thread thread) {}

    private Dispatch(WebhookParts parts) {
        this.parts = parts;
    }

    /// Begins to deliver.
    public static Dispatch start(Webhooks webhooks, EventLog log) {
        var dispatch = new Dispatch(webhooks.parts());
        dispatch.refresh();
        log.onArrival(dispatch::wakeAll);
        return dispatch;
    }

    /// Looks which endpoints there are, and at what there is to do for each.
    public void refresh() {
        var endpoints = parts.endpoints().list();
        synchronized (running) {
            running.values().removeIf(one -> !one.thread().isAlive());
            endpoints.stream()
                    .map(WebhookEndpoint::id)
                    .filter(id -> !closed && !running.containsKey(id))
                    .forEach(id -> running.put(id, run(id)));
        }
        wakeAll();
    }

    private Running run(EndpointId id) {
        var worker = new EndpointWorker(id, parts);
        return new Running(worker, Thread.ofVirtual().name("gateway-webhook").start(worker));
    }

    private void wakeAll() {
        synchronized (running) {
            running.values().forEach(one -> one.worker().wake());
        }
    }

    /// Ends the attempts that are running; they will be repeated.
    @Override
    public void close() {
        Map<EndpointId, Running> ending;
        synchronized (running) {
            closed = true;
            ending = Map.copyOf(running);
        }
        ending.values().forEach(one -> one.thread().interrupt());
        try {
            for (Running one : ending.values()) {
                one.thread().join(PATIENCE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
