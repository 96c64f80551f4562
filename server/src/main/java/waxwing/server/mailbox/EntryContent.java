package waxwing.server.mailbox;

import com.google.protobuf.ByteString;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.RelayStatus;

/// What waits for a device.
public sealed interface EntryContent {
    /// A message from another device.
    ///
    /// @param envelope a serialised [Envelope], as it is stored and sent on: it is made once and never read here
    /// @param certificateId names the sender's certificate, which is attached at delivery
    record Message(ByteString envelope, long certificateId) implements EntryContent {
        /// @param envelope without the sender's certificate, which holds a phone number in clear
        public static Message of(Envelope envelope, long certificateId) {
            if (envelope.hasSender()) {
                throw new IllegalArgumentException("envelope: has a certificate (expected: only its id is stored)");
            }
            return new Message(envelope.toByteString(), certificateId);
        }
    }

    /// A message that waits in a device's queue of what is held, until it goes on to the device's own.
    ///
    /// @param recipient whose device it is
    /// @param business that sent it
    /// @param heldAtMillis when it was accepted, in Unix milliseconds
    record Held(Message message, AccountId recipient, AccountId business, MessageKind kind, long heldAtMillis)
            implements EntryContent {}

    /// What the relay decided about one of a business's submits.
    record Status(RelayStatus status) implements EntryContent {}
}
