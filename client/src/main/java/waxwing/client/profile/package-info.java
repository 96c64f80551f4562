/// An end's folder: one encrypted store, one owner, and the keys that never leave it.
///
/// - [waxwing.client.profile.Profile] makes or opens it and holds the exclusive right to use it;
/// - [waxwing.client.profile.ProfileKey] is what opens it: a passphrase or a key file;
/// - its database is one encrypted H2 file. The sessions and prekeys of `waxwing.crypto` live there beside the
/// messages,   so that one transaction covers a plaintext and the ratchet step that gave it.
@NullMarked
package waxwing.client.profile;

import org.jspecify.annotations.NullMarked;
