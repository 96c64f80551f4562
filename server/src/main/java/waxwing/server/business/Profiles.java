package waxwing.server.business;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import waxwing.model.AccountId;
import waxwing.relay.v1.UpdateProfileRequest;
import waxwing.server.rpc.Printable;
import waxwing.store.Database;

/// What businesses say of themselves, and may.
public final class Profiles {
    private static final Pattern LOCAL_PART = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}");

    private final Database database;
    private final SqlProfileStore store;
    private final DomainProofs domains;

    public Profiles(Database database, DomainProofs domains) {
        this.database = database;
        this.store = new SqlProfileStore(database);
        this.domains = domains;
    }

    /// What became of a change.
    sealed interface Change {
        record Changed(Profile profile) implements Change {}

        record Refused(String field, String description) implements Change {}
    }

    /// Without what is not at a domain of the business any more.
    public Profile of(AccountId business) {
        Profile stored = store.find(business);
        List<OwnedDomain> owned = domains.of(business);
        return new Profile(
                stored.about(),
                isWebsite(stored.website(), owned) ? stored.website() : "",
                isAddress(stored.supportEmail(), owned) ? stored.supportEmail() : "");
    }

    /// The business has said nothing. Joins the transaction that runs on its thread.
    public void forget(AccountId business) {
        store.remove(business);
    }

    Change change(AccountId business, UpdateProfileRequest wanted) {
        return database.inTransaction(_ -> {
            Profile before = of(business);
            Profile after = new Profile(
                    wanted.hasAbout() ? wanted.getAbout().strip() : before.about(),
                    wanted.hasWebsite() ? wanted.getWebsite() : before.website(),
                    wanted.hasSupportEmail() ? wanted.getSupportEmail() : before.supportEmail());
            Optional<Change> refusal = refusal(after, domains.of(business));
            if (refusal.isPresent()) {
                return refusal.get();
            }
            store.put(business, after);
            return new Change.Changed(after);
        });
    }

    private static Optional<Change> refusal(Profile profile, List<OwnedDomain> owned) {
        if (profile.about().codePoints().anyMatch(point -> point != '\n' && !Printable.is(point))) {
            return Optional.of(
                    new Change.Refused("about", "contains a control character (expected: lines of plain text)"));
        }
        if (!profile.website().isEmpty() && !isWebsite(profile.website(), owned)) {
            return Optional.of(new Change.Refused(
                    "website", "is not an https link on a verified domain of the business (" + names(owned) + ")"));
        }
        if (!profile.supportEmail().isEmpty() && !isAddress(profile.supportEmail(), owned)) {
            return Optional.of(new Change.Refused(
                    "support_email", "is not an address at a verified domain of the business (" + names(owned) + ")"));
        }
        return Optional.empty();
    }

    private static String names(List<OwnedDomain> owned) {
        return owned.isEmpty()
                ? "it has none"
                : String.join(
                        ", ", owned.stream().map(one -> one.name().value()).toList());
    }

    private static boolean isWebsite(String url, List<OwnedDomain> owned) {
        try {
            URI uri = new URI(url);
            return "https".equalsIgnoreCase(uri.getScheme())
                    && url.chars().allMatch(c -> c > 0x20 && c < 0x7F)
                    && uri.getRawUserInfo() == null
                    && uri.getHost() != null
                    && isOwn(uri.getHost(), owned);
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static boolean isAddress(String address, List<OwnedDomain> owned) {
        int at = address.lastIndexOf('@');
        return at > 0
                && LOCAL_PART.matcher(address.substring(0, at)).matches()
                && DomainName.of(address.substring(at + 1))
                        .filter(domain -> domain.value().equals(address.substring(at + 1)))
                        .filter(domain -> isOwn(domain.value(), owned))
                        .isPresent();
    }

    private static boolean isOwn(String host, List<OwnedDomain> owned) {
        return owned.stream().anyMatch(domain -> domain.name().covers(host));
    }
}
