package waxwing.server.registration;

/// An e-mail address that only the owner of a domain reads.
///
/// @param address at the domain itself, of a fixed list of local parts
/// @param domain in ASCII, lower case
public record DomainContact(String address, String domain) {}
