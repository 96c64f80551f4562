package waxwing.gateway.webhook.guard;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import waxwing.gateway.webhook.guard.WebhookUrl.Scheme;
import waxwing.model.MalformedValueException;

/// Says where events may be posted to. Asked when an endpoint is registered, and again before each attempt.
public final class TargetGuard implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Lookups lookups;
    private final Receivers receivers;

    public TargetGuard(HostResolver resolver, Receivers receivers) {
        this(resolver, receivers, PATIENCE);
    }

    /// @param patience in which the resolver has to answer
    TargetGuard(HostResolver resolver, Receivers receivers, Duration patience) {
        this.lookups = new Lookups(resolver, patience);
        this.receivers = receivers;
    }

    /// Reads a URL; whether its host may be posted to is another question.
    ///
    /// @throws MalformedValueException saying what is wrong with it
    public WebhookUrl read(String text) {
        return WebhookUrl.parse(text, receivers);
    }

    /// Resolves the URL's host, once, and judges every address that it has.
    public Clearance clear(WebhookUrl url) throws InterruptedException {
        List<InetAddress> addresses = addresses(url);
        if (addresses.isEmpty()) {
            return new Clearance.Unresolved();
        }
        for (InetAddress address : addresses) {
            Optional<String> objection = objection(url, address);
            if (objection.isPresent()) {
                return new Clearance.Refused(objection.get());
            }
        }
        return new Clearance.Cleared(new Target(url, addresses.getFirst()));
    }

    private Optional<String> objection(WebhookUrl url, InetAddress address) {
        if (url.scheme() == Scheme.HTTP && !address.isLoopbackAddress()) {
            return Optional.of("an address of another machine, which http must not leave this one for");
        }
        return AddressPolicy.objection(address, receivers);
    }

    private List<InetAddress> addresses(WebhookUrl url) throws InterruptedException {
        if (url.literal().isPresent()) {
            return List.of(url.literal().get());
        }
        return lookups.addresses(url.host());
    }

    /// Lookups that hang are left behind.
    @Override
    public void close() {
        lookups.close();
    }
}
