package waxwing.gateway.message;

import java.time.Instant;
import waxwing.content.v1.Body;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// An accepted message that the transport does not have yet.
public record Outgoing(MessageId id, PhoneNumber to, MessageKind kind, Body body, Instant expires) {
    @Override
    public String toString() {
        return "Outgoing[" + id + ", " + kind + "]";
    }
}
