package waxwing.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.client.Client;
import waxwing.client.people.BusinessListing;
import waxwing.client.people.Contact;
import waxwing.client.registration.BusinessProfile.Standing;
import waxwing.client.relay.Readers;
import waxwing.model.AccountId;

/// Who a business is by its relay's word, and what it says of itself.
///
/// @param relay as its link names it
/// @param listings by account, as the relay has them now
public record VouchedFor(SafeText relay, Map<AccountId, BusinessListing> listings) {
    /// Asks the relay.
    public static VouchedFor of(Client client, List<Contact> businesses) {
        var link = client.account().relay();
        return new VouchedFor(
                SafeText.of("{}:{}", link.host(), link.port()),
                client.businessListings().of(businesses));
    }

    /// For example `Lantern Bakery (+12025550199) ✓ verified by relay.example:7443 · lantern.example`.
    public SafeText heading(Contact business) {
        Optional<BusinessListing> listing = listing(business);
        if (listing.isEmpty()) {
            return ContactView.full(business);
        }
        return switch (listing.get().standing()) {
            case VERIFIED -> verified(business, listing.get());
            case SUSPENDED ->
                SafeText.of("{}, suspended by {}: what it sends does not arrive", ContactView.known(business), relay);
            case PENDING -> SafeText.of("{}, unverified business", ContactView.known(business));
        };
    }

    private SafeText verified(Contact business, BusinessListing listing) {
        SafeText name = business.displayName().equals(listing.name())
                ? ContactView.known(business)
                : SafeText.of("{}, {}", ContactView.known(business), SafeText.name(listing.name()));
        SafeText vouched = SafeText.of("{} ✓ verified by {}", name, relay);
        return listing.domains().isEmpty()
                ? vouched
                : SafeText.of("{} · {}", vouched, listing.domains().stream().collect(Collectors.joining(", ")));
    }

    /// What it says of itself, and who reads what one writes to it; nothing where the relay has no word on
    /// it.
    public List<SafeText> rows(Contact business) {
        List<SafeText> rows = new ArrayList<>();
        listing(business).ifPresent(listing -> {
            row(rows, SafeText.of("about"), listing.says().about());
            row(rows, SafeText.of("website"), listing.says().website());
            row(rows, SafeText.of("support"), listing.says().supportEmail());
            if (listing.standing() == Standing.VERIFIED) {
                row(rows, SafeText.of("read by"), readers(listing));
            }
        });
        return rows;
    }

    private static String readers(BusinessListing listing) {
        return listing.readers() == Readers.BUSINESS_ITSELF ? "the business itself, on a gateway of its own" : "";
    }

    private static void row(List<SafeText> rows, SafeText label, String text) {
        if (text.isEmpty()) {
            return;
        }
        SafeText first = SafeText.of("  {} ", label.padded(14));
        SafeText others = SafeText.of("  {} ", SafeText.EMPTY.padded(14));
        List<SafeText> lines = SafeText.body(text).wrapped(72);
        rows.add(first.plus(lines.getFirst()));
        lines.stream().skip(1).forEach(line -> rows.add(others.plus(line)));
    }

    /// `{"standing":…,"verified_by":…,"domains":[…],"about":…,"website":…,"support_email":…,"readers":…}`
    public Json json(Contact business) {
        Json json = Json.object();
        Optional<BusinessListing> found = listing(business);
        json.put("standing", found.map(listing -> listing.standing().name().toLowerCase(Locale.ROOT)));
        boolean verified = found.filter(listing -> !listing.name().isEmpty()).isPresent();
        json.put("verified_by", Optional.of(relay.toString()).filter(_ -> verified));
        json.put("name", found.map(BusinessListing::name).filter(name -> !name.isEmpty()));
        json.put("domains", found.map(BusinessListing::domains).orElseGet(List::of));
        found.ifPresent(listing -> json.put("about", listing.says().about())
                .put("website", listing.says().website())
                .put("support_email", listing.says().supportEmail())
                .put("readers", Optional.of("business").filter(_ -> listing.readers() == Readers.BUSINESS_ITSELF)));
        return json;
    }

    private Optional<BusinessListing> listing(Contact business) {
        return business.account().map(listings::get);
    }
}
