/// The ends' cryptography: our own small API over libsignal 0.86.5, the only place that knows its sessions.
///
/// Two ends that have never met open a session with PQXDH: the one who speaks first takes a *bundle* of the
/// other's *prekeys* from the relay. From then on the *triple ratchet* gives every message its own key, and
/// heals, also against a quantum computer, when a state was stolen. There is no weaker mode.
///
/// - [waxwing.crypto.Sessions] opens, encrypts, decrypts, archives; its results are sealed types, to be switched
///   on.
/// - [waxwing.crypto.PreKeys] makes prekeys and knows when new ones are due.
/// - [waxwing.crypto.KeyVault] is where an end keeps all of it; its calls join the caller's transaction, so that a
///   plaintext and the ratchet step that gave it are durable together, or neither is.
/// - [waxwing.crypto.SafetyNumber] lets two people compare keys; [waxwing.crypto.Commitment] and
///   [waxwing.crypto.Padding] shape what goes into the encryption.
///
/// One whole conversation, as the test of the same name runs it:
///
/// {@snippet file="waxwing/crypto/ConversationTest.java" region="conversation"}
@NullMarked
package waxwing.crypto;

import org.jspecify.annotations.NullMarked;
