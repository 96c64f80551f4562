package waxwing.cli.view;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.client.Client;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.StoredMessage;
import waxwing.client.people.BusinessListing;
import waxwing.client.people.Contact;
import waxwing.client.proof.ReceiptProofs;
import waxwing.client.proof.SignedReceipt;
import waxwing.client.proof.Verdict;
import waxwing.client.registration.BusinessProfile.Standing;
import waxwing.client.relay.Readers;
import waxwing.model.AccountId;

/// Who a business is by its relay's word, and what it says of itself.
///
/// @param relay as its link names it
/// @param listings by account, as the relay has them now
/// @param certified by account, what the relay has signed, as far as that is at hand
public record VouchedFor(
        SafeText relay, Map<AccountId, BusinessListing> listings, Map<AccountId, Certified> certified) {
    /// @param at when it was valid
    record Certified(Readers readers, Instant at) {}

    /// Asks the relay.
    public static VouchedFor of(Client client, List<Contact> businesses) {
        var link = client.account().relay();
        return new VouchedFor(
                SafeText.of("{}:{}", link.host(), link.port()),
                client.businessListings().of(businesses),
                Map.of());
    }

    /// As [#of], with the certificate in the last receipt that the business signed.
    public static VouchedFor closely(Client client, Contact business) {
        VouchedFor known = of(client, List.of(business));
        Map<AccountId, Certified> certified = new HashMap<>();
        business.account()
                .ifPresent(account -> lastSigned(client, business, account)
                        .ifPresent(signed -> certified.put(
                                account, new Certified(signed.business().readers(), signed.signedAt()))));
        return new VouchedFor(known.relay(), known.listings(), certified);
    }

    /// A proof that holds by the word of the client's own relay.
    private static Optional<SignedReceipt> lastSigned(Client client, Contact business, AccountId account) {
        return client.history().cards(business).stream()
                .flatMap(VouchedFor::signed)
                .filter(signed -> signed.relayFingerprint().equals(client.relayFingerprint())
                        && signed.business().account().equals(account))
                .findFirst();
    }

    private static Stream<SignedReceipt> signed(StoredMessage message) {
        return message.body() instanceof MessageBody.ReceiptCard(var receipt)
                        && ReceiptProofs.check(receipt, message.id()) instanceof Verdict.Genuine(var signed)
                ? Stream.of(signed)
                : Stream.empty();
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
                row(rows, SafeText.of("read by"), readers(business, listing));
            }
        });
        return rows;
    }

    /// The relay's signed word before its unsigned one.
    private String readers(Contact business, BusinessListing listing) {
        String own = "the business itself, on a gateway of its own";
        return certified(business)
                .map(word -> (word.readers() == Readers.BUSINESS_ITSELF ? own : "nobody whom the relay names")
                        + " (certified on " + LocalDate.ofInstant(word.at(), ZoneOffset.UTC) + ")")
                .orElse(listing.readers() == Readers.BUSINESS_ITSELF ? own : "");
    }

    private Optional<Certified> certified(Contact business) {
        return business.account().map(certified::get);
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

    /// `{"standing":…,"verified_by":…,"domains":[…],"about":…,"website":…,"support_email":…,"readers":…,
    /// "readers_certified_at":…}`: null where the word is not a signed one
    public Json json(Contact business) {
        Json json = Json.object();
        Optional<BusinessListing> found = listing(business);
        json.put("standing", found.map(listing -> listing.standing().name().toLowerCase(Locale.ROOT)));
        boolean verified = found.filter(listing -> !listing.name().isEmpty()).isPresent();
        json.put("verified_by", Optional.of(relay.toString()).filter(_ -> verified));
        json.put("name", found.map(BusinessListing::name).filter(name -> !name.isEmpty()));
        json.put("domains", found.map(BusinessListing::domains).orElseGet(List::of));
        Optional<Certified> word = certified(business);
        found.ifPresent(listing -> json.put("about", listing.says().about())
                .put("website", listing.says().website())
                .put("support_email", listing.says().supportEmail())
                .put(
                        "readers",
                        Optional.of("business")
                                .filter(_ -> word.map(Certified::readers).orElse(listing.readers())
                                        == Readers.BUSINESS_ITSELF))
                .put("readers_certified_at", word.map(signed -> MessageView.rfc3339(signed.at()))));
        return json;
    }

    private Optional<BusinessListing> listing(Contact business) {
        return business.account().map(listings::get);
    }
}
