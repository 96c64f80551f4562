package waxwing.client.people;

import java.time.Instant;
import waxwing.client.people.BusinessView.Permission;
import waxwing.model.DeviceId;
import waxwing.model.MessageKind;

/// The evidence of what the person chose for one kind of a business's messages.
public record Choice(MessageKind kind, Permission permission, Instant at, Means means, DeviceId device) {
    /// How a person chose.
    public enum Means {
        /// By a command about the business.
        COMMAND,
        /// From a message of the business.
        MESSAGE
    }
}
