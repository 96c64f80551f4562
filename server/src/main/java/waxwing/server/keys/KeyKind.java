package waxwing.server.keys;

/// The two families of prekeys.
enum KeyKind {
    EC,
    KYBER
}
