package waxwing.client.report;

import com.google.protobuf.ByteString;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.MessageId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.MessageKind;

/// What proves a received message: the envelope's part that the relay's tag is over, and the inside that
/// opens its commitments, byte for byte as it came.
///
/// @param message as the header names it
/// @param inside header, body and the openings of both
public record Evidence(MessageId message, Stamp stamp, Commitments commitments, ByteString relayTag, Inside inside) {

    /// Who sent the envelope, under which name and label, and when the relay accepted it.
    ///
    /// @param label unspecified for a person's message
    public record Stamp(AccountId sender, DeviceId device, SubmitId submit, long acceptedAtMillis, MessageKind label) {}

    public record Inside(ByteString header, ByteString headerOpening, ByteString body, ByteString bodyOpening) {
        /// Never prints what was said.
        @Override
        public String toString() {
            return "Inside(…)";
        }
    }

    /// A business's message has a label.
    public boolean isLabelled() {
        return stamp.label() != MessageKind.MESSAGE_KIND_UNSPECIFIED;
    }
}
