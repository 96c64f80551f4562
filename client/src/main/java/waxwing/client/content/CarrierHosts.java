package waxwing.client.content;

import java.util.Set;

/// The hosts of carriers on which a `tracking_url` may point without being the business's: the one table of
/// them (docs/protocol/business.md publishes it, and a test compares the two). Each stands for itself and
/// all below it.
final class CarrierHosts {
    static final Set<String> HOSTS = Set.of(
            "auspost.com.au",
            "bpost.be",
            "canadapost-postescanada.ca",
            "chronopost.fr",
            "colissimo.fr",
            "correos.es",
            "dhl.com",
            "dhl.de",
            "dpd.com",
            "dpd.co.uk",
            "dpd.de",
            "evri.com",
            "fedex.com",
            "gls-group.com",
            "gls-group.eu",
            "inpost.pl",
            "japanpost.jp",
            "laposte.fr",
            "mondialrelay.fr",
            "myhermes.de",
            "parcelforce.com",
            "post.at",
            "post.ch",
            "poste.it",
            "postnl.nl",
            "postnord.com",
            "purolator.com",
            "royalmail.com",
            "ups.com",
            "usps.com");

    private static final VerifiedDomains DOMAINS = VerifiedDomains.of(HOSTS);

    private CarrierHosts() {}

    static boolean admit(String host) {
        return DOMAINS.admit(host);
    }
}
