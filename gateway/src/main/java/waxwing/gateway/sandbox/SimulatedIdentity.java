package waxwing.gateway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import waxwing.client.business.DescriptionChange;
import waxwing.client.business.DescriptionChange.Outcome;
import waxwing.client.content.VerifiedDomains;
import waxwing.client.registration.BusinessProfile;
import waxwing.client.registration.Description;
import waxwing.client.registration.ProvenDomain;
import waxwing.client.registration.SendingLimits;
import waxwing.gateway.message.Identity;

/// A verified business of the highest tier that has one domain, and may say of itself what a relay would let it.
final class SimulatedIdentity implements Identity {
    static final String NAME = "Sandbox";
    static final String DOMAIN = "sandbox.example";

    private static final SendingLimits UNLIMITED =
            new SendingLimits(5, OptionalInt.empty(), 0, Optional.empty(), 1_200, 600);
    private static final Duration PROOF = Duration.ofDays(398);
    private static final String HOST = "(?:[a-zA-Z0-9-]+\\.)*(?i:sandbox\\.example)";
    private static final Pattern WEBSITE =
            Pattern.compile("(?i:https)://" + HOST + "(?::[0-9]{1,5})?(?:[/?#][\\x21-\\x7E]*)?");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@" + HOST);
    private static final Pattern PLAIN_LINES =
            Pattern.compile("(?:[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}]|\\n)*+");

    private final SqlSandboxStore store;
    private final InstantSource clock;

    SimulatedIdentity(SqlSandboxStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public BusinessProfile profile() {
        return new BusinessProfile(
                NAME,
                BusinessProfile.Standing.VERIFIED,
                Optional.empty(),
                UNLIMITED,
                BusinessProfile.GOOD,
                List.of(domain()),
                List.of(),
                store.description());
    }

    /// Proved anew each day, so that a clock that was moved far does not take it away.
    private ProvenDomain domain() {
        Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
        return new ProvenDomain(DOMAIN, today, today.plus(PROOF));
    }

    @Override
    public VerifiedDomains domains() {
        return VerifiedDomains.of(List.of(DOMAIN));
    }

    @Override
    public VerifiedDomains askDomains() {
        return domains();
    }

    @Override
    public Outcome describe(DescriptionChange change) {
        return store.together(() -> {
            Description before = store.description();
            var after = new Description(
                    change.about().map(String::strip).orElse(before.about()),
                    change.website().orElse(before.website()),
                    change.supportEmail().orElse(before.supportEmail()));
            return refusal(after).orElseGet(() -> {
                store.keep(after);
                return new Outcome.Changed(after);
            });
        });
    }

    private static Optional<Outcome> refusal(Description says) {
        if (!PLAIN_LINES.matcher(says.about()).matches()) {
            return Optional.of(
                    new Outcome.Refused("about", "contains a control character (expected: lines of plain text)"));
        }
        if (!isEmptyOr(WEBSITE, says.website())) {
            return Optional.of(new Outcome.Refused(
                    "website", "is not an https link on a verified domain of the business (" + DOMAIN + ")"));
        }
        if (!isEmptyOr(ADDRESS, says.supportEmail())) {
            return Optional.of(new Outcome.Refused(
                    "support_email", "is not an address at a verified domain of the business (" + DOMAIN + ")"));
        }
        return Optional.empty();
    }

    private static boolean isEmptyOr(Pattern form, String text) {
        return text.isEmpty() || form.matcher(text).matches();
    }
}
