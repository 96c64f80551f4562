package waxwing.server.mailbox;

import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.RelayStatus;

/// What waits for a device.
public sealed interface EntryContent {
    /// A message from another device.
    ///
    /// @param envelope without the sender's certificate, which holds a phone number in clear
    /// @param certificateId names the certificate, which is attached at delivery
    record Message(Envelope envelope, long certificateId) implements EntryContent {
        public Message {
            if (envelope.hasSender()) {
                throw new IllegalArgumentException("envelope: has a certificate (expected: only its id is stored)");
            }
        }
    }

    /// What the relay decided about one of a business's submits.
    record Status(RelayStatus status) implements EntryContent {}
}
