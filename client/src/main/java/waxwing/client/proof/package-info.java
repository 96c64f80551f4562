/// Receipts that anybody can check: a business's end signs each one with the account's identity key, and the relay's
/// certificate, which comes with it, says whose key that is.
///
/// [ReceiptProofs] makes and checks the proof; what holds is a [SignedReceipt]. Whether the relay itself is trusted
/// is for the caller to say, by the fingerprint of its key.
@NullMarked
package waxwing.client.proof;

import org.jspecify.annotations.NullMarked;
