package waxwing.gateway.message;

import java.util.UUID;
import waxwing.model.MalformedValueException;
import waxwing.model.MessageId;

/// Names messages that were asked for together; a UUIDv7 made by the gateway.
public record BatchId(UUID value) {
    /// @throws MalformedValueException if it is not a UUID in its 36-character form
    public static BatchId parse(String text) {
        return new BatchId(MessageId.parse(text).value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
