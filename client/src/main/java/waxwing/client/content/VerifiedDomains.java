package waxwing.client.content;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The domains on which a business's links may point.
///
/// @param domains lower-case domain names, each standing for itself and all below it
public record VerifiedDomains(Set<String> domains) {

    /// Links may point nowhere.
    public static VerifiedDomains none() {
        return new VerifiedDomains(Set.of());
    }

    /// Links may point to these domains and those below them only.
    public static VerifiedDomains of(Collection<String> domains) {
        return new VerifiedDomains(domains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet()));
    }

    boolean admit(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return domains.stream().anyMatch(domain -> name.equals(domain) || name.endsWith("." + domain));
    }

    /// The domains, for a message about what is allowed.
    String inWords() {
        return domains.isEmpty() ? "it has none" : String.join(", ", new TreeSet<>(domains));
    }
}
