package waxwing.client.content;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The domains on which a business's links may point.
///
/// @param domains lower-case domain names, each standing for itself and all below it; empty when the relay does
///     not verify domains, and then any public host name is allowed
public record VerifiedDomains(Optional<Set<String>> domains) {

    /// Links may point to any public host name.
    public static VerifiedDomains unrestricted() {
        return new VerifiedDomains(Optional.empty());
    }

    /// Links may point to these domains and those below them only.
    public static VerifiedDomains of(Set<String> domains) {
        return new VerifiedDomains(Optional.of(domains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet())));
    }

    boolean admit(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return domains.isEmpty()
                || domains.get().stream().anyMatch(domain -> name.equals(domain) || name.endsWith("." + domain));
    }
}
