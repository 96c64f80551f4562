package waxwing.client.proof;

import java.security.PublicKey;
import java.time.Instant;
import waxwing.client.relay.RelayTrust;
import waxwing.client.relay.Speaker;
import waxwing.content.v1.Receipt;
import waxwing.model.MessageId;

/// A receipt whose proof holds under the relay key that comes with it.
///
/// @param receipt with its proof
/// @param message that brought it
/// @param business who signed it, as the relay certified them at that time
/// @param signedAt by the business's clock, to the millisecond
/// @param relayKey whose word on `business` it is; still to be compared with a relay that is trusted
public record SignedReceipt(
        Receipt receipt, MessageId message, Speaker business, Instant signedAt, PublicKey relayKey) {

    /// As relay links pin it: the SHA-256 of the relay's key, in 64 hexadecimal digits.
    public String relayFingerprint() {
        return RelayTrust.fingerprint(relayKey);
    }

    /// Never prints what was bought.
    @Override
    public String toString() {
        return "SignedReceipt[" + message + "]";
    }
}
