package waxwing.gateway.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import waxwing.gateway.apikey.Scope;

/// One thing that the API does.
///
/// @param name as `openapi.yaml` has it
/// @param path with one variable at most, in braces, and perhaps a verb at its end: `/v1/messages/{id}:cancel`
/// @param query the names of the parameters that it takes in its query
/// @param scope that the caller's key has to have; empty if any live key will do
/// @param size of the body that it takes
/// @param patience for how long it may run
public record Operation(
        String name,
        Method method,
        String path,
        List<String> query,
        Optional<Scope> scope,
        Size size,
        Duration patience,
        Work handler) {
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(15);

    /// The methods of HTTP that the API has.
    public enum Method {
        GET,
        POST,
        PATCH,
        DELETE
    }

    /// How large a body may be.
    public enum Size {
        USUAL(256 * 1024),
        BATCH(4 * 1024 * 1024);

        private final int bytes;

        Size(int bytes) {
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    /// Does it. It may block, and throws [Rejection] for a request that breaks the contract.
    @FunctionalInterface
    public interface Work {
        Answer answer(Call call);
    }

    static Operation of(String name, Method method, String path, Scope scope, Work handler) {
        return new Operation(name, method, path, List.of(), Optional.of(scope), Size.USUAL, USUAL_PATIENCE, handler);
    }

    static Operation withAnyKey(String name, Method method, String path, Work handler) {
        return new Operation(name, method, path, List.of(), Optional.empty(), Size.USUAL, USUAL_PATIENCE, handler);
    }

    /// The same, done by another.
    public Operation handledBy(Work other) {
        return new Operation(name, method, path, query, scope, size, patience, other);
    }

    Operation withQuery(String... names) {
        return new Operation(name, method, path, List.of(names), scope, size, patience, handler);
    }

    Operation withSize(Size other) {
        return new Operation(name, method, path, query, scope, other, patience, handler);
    }

    Operation withPatience(Duration other) {
        return new Operation(name, method, path, query, scope, size, other, handler);
    }

    @Override
    public String toString() {
        return name;
    }
}
