package waxwing.gateway.message;

import java.time.Instant;
import waxwing.content.v1.Body;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// An accepted message that the transport does not have yet.
public record Outgoing(MessageId id, PhoneNumber to, MessageKind kind, Body body, Instant expires) {
    /// How many messages may wait for one person at a time: handed over, and nothing known of them since.
    public static final int MOST_WAITING = 100;

    @Override
    public String toString() {
        return "Outgoing[" + id + ", " + kind + "]";
    }
}
