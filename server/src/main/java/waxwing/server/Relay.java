package waxwing.server;

import io.grpc.BindableService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import waxwing.model.RelayLink;
import waxwing.server.admin.OperatorListener;
import waxwing.server.admin.OperatorRpc;
import waxwing.server.admin.OperatorSocket;
import waxwing.server.config.Budgets;
import waxwing.server.config.RelayConfig;
import waxwing.server.limits.AccountLimiter;
import waxwing.server.limits.Rate;
import waxwing.server.rpc.AuthenticationInterceptor;
import waxwing.server.rpc.CallRates;
import waxwing.server.rpc.CallerRules;
import waxwing.server.rpc.CallsAtOnce;
import waxwing.server.rpc.ErrorInterceptor;
import waxwing.server.rpc.FieldRules;
import waxwing.server.rpc.PublicListener;
import waxwing.server.rpc.ValidationInterceptor;
import waxwing.store.StorageFailure;

/// A running relay: start it, give people its [#link], close it. What it is made of is put together in [Parts].
public final class Relay implements AutoCloseable {
    private static final long DRAIN_SECONDS = 10;

    private final Parts parts;
    private final PublicListener listener;
    private final OperatorListener operatorListener;
    private final RelayLink link;
    private final Path operatorSocket;

    private Relay(
            Parts parts,
            PublicListener listener,
            OperatorListener operatorListener,
            RelayLink link,
            Path operatorSocket) {
        this.parts = parts;
        this.listener = listener;
        this.operatorListener = operatorListener;
        this.link = link;
        this.operatorSocket = operatorSocket;
    }

    /// Starts a relay with the system's randomness, and a clock that follows the system's.
    public static Relay start(RelayConfig config) {
        return start(config, RelayEnvironment.of(config.data()));
    }

    /// Starts a relay. When this returns, it serves.
    ///
    /// @throws waxwing.server.config.ConfigException if it can't run as configured
    /// @throws UncheckedIOException if the address can't be listened on
    public static Relay start(RelayConfig config, RelayEnvironment environment) {
        Parts parts = Parts.assemble(config, environment);
        try {
            parts.prepare();
            PublicListener listener = listen(config, environment, parts);
            return withOperator(config, environment, parts, listener);
        } catch (IOException e) {
            parts.close();
            throw new UncheckedIOException(config.listen() + " can't be listened on: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static Relay withOperator(
            RelayConfig config, RelayEnvironment environment, Parts parts, PublicListener listener) {
        RelayLink link = new RelayLink(
                config.publicHost().orElse(config.listen().host()),
                listener.port(),
                Optional.of(parts.identity().fingerprint()));
        Path socket = new OperatorSocket(System.getenv()).pathFor(config.data().path());
        Instant startedAt = environment.clock().instant();
        try {
            OperatorListener operatorListener = listenToOperator(
                    socket,
                    new OperatorRpc(() -> parts.status(link, startedAt), parts.businessDesk(), parts.reports()),
                    parts.fieldRules());
            parts.warmUp();
            return new Relay(parts, listener, operatorListener, link, socket);
        } catch (IOException e) {
            listener.close();
            throw new UncheckedIOException(socket + " can't be made: " + e.getMessage(), e);
        }
    }

    private static OperatorListener listenToOperator(Path socket, OperatorRpc operator, FieldRules fieldRules)
            throws IOException {
        CallerRules rules = CallerRules.of(CallerRules.Door.OPERATOR, List.of(operator.bindService()));
        return OperatorListener.start(
                socket,
                operator,
                List.of(
                        new ErrorInterceptor(),
                        new AuthenticationInterceptor(rules, _ -> Optional.empty()),
                        new ValidationInterceptor(fieldRules, Set.of())));
    }

    private static PublicListener listen(RelayConfig config, RelayEnvironment environment, Parts parts)
            throws IOException {
        List<BindableService> services = parts.publicServices();
        CallerRules rules = CallerRules.of(
                CallerRules.Door.PUBLIC,
                services.stream().map(BindableService::bindService).toList());
        return PublicListener.start(
                config.listen().address(),
                new PublicListener.Tls(
                        parts.identity().privateKey(),
                        parts.identity().selfMadeCertificate(environment.clock(), environment.random())),
                config.budgets().connectionsPerAddress(),
                services,
                List.of(
                        new ErrorInterceptor(),
                        new CallsAtOnce(CallsAtOnce.DEFAULT),
                        new AuthenticationInterceptor(rules, parts.accounts()::authenticate),
                        new CallRates(rates(config.budgets()), parts.businesses()::isVerified, environment.clock()),
                        new ValidationInterceptor(parts.fieldRules(), Parts.SELF_CHECKING)));
    }

    private static AccountLimiter.Rates rates(Budgets budgets) {
        return new AccountLimiter.Rates(
                Rate.of(budgets.callsPerMinute(), Duration.ofMinutes(1)),
                Rate.of(budgets.businessCallsPerMinute(), Duration.ofMinutes(1)));
    }

    /// Where it is, and the fingerprint to know it by.
    public RelayLink link() {
        return link;
    }

    /// Where its operator can reach it: see [waxwing.server.admin.OperatorChannel].
    public Path operatorSocket() {
        return operatorSocket;
    }

    /// Is told once if the storage fails for good: the relay acknowledges nothing any more, and the program
    /// should end.
    public void onStorageFailure(Consumer<StorageFailure> listener) {
        parts.onStorageFailure(listener);
    }

    /// Takes no new calls, lets running ones end, then closes everything. What was acknowledged is on the disk.
    @Override
    public void close() {
        listener.drain();
        parts.closeMailbox();
        boolean _ = listener.awaitDrained(DRAIN_SECONDS);
        listener.close();
        operatorListener.close();
        parts.close();
    }
}
