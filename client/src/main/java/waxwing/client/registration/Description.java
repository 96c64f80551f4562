package waxwing.client.registration;

import waxwing.relay.v1.BusinessProfile;

/// What a business says of itself; an empty text for what it does not say. Raw: whoever shows it makes it
/// safe for the screen.
public record Description(String about, String website, String supportEmail) {
    public static final Description NONE = new Description("", "", "");

    public static Description of(BusinessProfile profile) {
        return new Description(profile.getAbout(), profile.getWebsite(), profile.getSupportEmail());
    }
}
