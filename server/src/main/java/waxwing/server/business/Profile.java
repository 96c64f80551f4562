package waxwing.server.business;

/// What a business says of itself. Nobody vouches for it, but that the website and the address are at a
/// domain of the business.
///
/// @param about at most 500 characters, of several lines perhaps; empty for none, as the others
/// @param website https
public record Profile(String about, String website, String supportEmail) {
    static final Profile EMPTY = new Profile("", "", "");
}
