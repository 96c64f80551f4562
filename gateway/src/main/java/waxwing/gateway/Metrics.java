package waxwing.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import waxwing.gateway.Condition.State;
import waxwing.gateway.api.Answer;
import waxwing.gateway.api.Call;
import waxwing.gateway.api.Callers;
import waxwing.gateway.api.ErrorCode;
import waxwing.gateway.api.Failures;
import waxwing.gateway.api.Operation;
import waxwing.store.Database;

/// The gateway in numbers, for Prometheus. No label names a person, a message, a key or an endpoint.
final class Metrics implements AutoCloseable {
    private static final String PREFIX = "waxwing_gateway_";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Supplier<Condition> condition;
    /// Kept here because the registry holds it weakly.
    private final LongSupplier events;

    private volatile Condition last;

    /// @param condition is asked for once for each scrape
    /// @param events how many the log has had
    Metrics(Supplier<Condition> condition, LongSupplier events, Database store) {
        this.condition = condition;
        this.events = events;
        this.last = condition.get();
        new JvmMemoryMetrics().bindTo(registry);
        collections.bindTo(registry);
        gauge("relay_connected", "Whether there is a stream to the relay", now -> now.connected() ? 1 : 0);
        gauge(
                "unsent_messages",
                "Accepted messages that the relay does not have",
                now -> now.unsent().all().messages());
        gauge(
                "unsent_messages_limit",
                "How many of them there may be",
                now -> now.unsent().most());
        gauge(
                "held_messages",
                "Those of them that are held because enough waits for one person",
                now -> now.unsent().held());
        gauge(
                "oldest_unsent_seconds",
                "For how long the oldest of them that is not held has been waiting",
                now -> now.oldestAge().map(Duration::toSeconds).orElse(0L));
        gauge("disk_free_bytes", "Free on the disk of the data folder", Condition::diskFree);
        gauge(
                "webhook_waiting_events",
                "Events that endpoints are still to get",
                now -> now.endpoints().stream()
                        .mapToLong(Condition.Endpoint::waiting)
                        .sum());
        for (State state : State.values()) {
            Gauge.builder(PREFIX + "webhook_endpoints", () -> count(state))
                    .description("Webhook endpoints by how they do")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        FunctionCounter.builder(PREFIX + "events", this.events, LongSupplier::getAsLong)
                .description("Events that the log has had")
                .register(registry);
        FunctionCounter.builder(PREFIX + "store_conflicts", store, Database::conflicts)
                .description("Transactions that were rolled back because others were in their way")
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<Condition> value) {
        Gauge.builder(PREFIX + name, () -> value.applyAsDouble(last))
                .description(description)
                .register(registry);
    }

    private long count(State state) {
        return last.endpoints().stream().filter(one -> one.state() == state).count();
    }

    /// The operations, each with the time that it takes counted under its name and what came of it: `ok` or the code
    /// of the error; as they are where there are no metrics.
    static List<Operation> timed(Optional<Metrics> metrics, List<Operation> operations) {
        return metrics.map(one -> operations.stream().map(one::timed).toList()).orElse(operations);
    }

    /// Counts requests to which nobody was let in, where there are metrics.
    static Callers.RefusalTeller refusals(Optional<Metrics> metrics) {
        return metrics.<Callers.RefusalTeller>map(one -> one::refused).orElse((_, _) -> {});
    }

    private Operation timed(Operation operation) {
        return operation.handledBy(call -> timed(operation, call));
    }

    private Answer timed(Operation operation, Call call) {
        Timer.Sample sample = Timer.start(registry);
        // Of whatever else may end it, such as an Error.
        String outcome = ErrorCode.UNAVAILABLE.wireName();
        try {
            Answer answer = operation.handler().answer(call);
            outcome = "ok";
            return answer;
        } catch (RuntimeException e) {
            outcome = Failures.code(e).wireName();
            throw e;
        } finally {
            sample.stop(Timer.builder(PREFIX + "operations")
                    .description("Operations of the API")
                    .tag("operation", operation.name())
                    .tag("outcome", outcome)
                    .register(registry));
        }
    }

    private void refused(Operation operation, ErrorCode code) {
        Counter.builder(PREFIX + "refused_requests")
                .description("Requests to which nobody was let in")
                .tag("operation", operation.name())
                .tag("code", code.wireName())
                .register(registry)
                .increment();
    }

    /// All of it as text, as of now.
    String scrape() {
        last = condition.get();
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
